package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.event.ClientHints;
import org.junit.jupiter.api.Test;

class AgentTest {

    private static final String FROZEN =
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36";

    @Test
    void without_hints_the_user_agent_is_the_text() {
        assertThat(new Agent(FROZEN, ClientHints.NONE).text()).isSameAs(FROZEN);
    }

    @Test
    void the_model_takes_the_place_of_the_frozen_one() {
        assertThat(text(FROZEN, "\"Android\"", "?1", "\"SM-X700\"")).isEqualTo(FROZEN.replace("; K", "; SM-X700"));
    }

    @Test
    void a_tablet_is_not_said_to_be_mobile() {
        assertThat(text(FROZEN, "Android", "?0", "")).isEqualTo(FROZEN.replace("Mobile ", ""));
    }

    @Test
    void a_comment_that_says_more_than_the_frozen_one_is_kept() {
        String xbox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox One) AppleWebKit/537.36 Edge/44.18363.8131";
        assertThat(text(xbox, "Windows", "?0", "")).isEqualTo(xbox);
    }

    @Test
    void a_comment_without_an_end_is_kept() {
        assertThat(text("Mozilla/5.0 (Linux; Android", "Android", "?1", "SM-X700"))
                .isEqualTo("Mozilla/5.0 (Linux; Android");
    }

    @Test
    void a_platform_that_nobody_knows_changes_nothing() {
        assertThat(text(FROZEN, "Plan 9", "", "")).isEqualTo(FROZEN);
    }

    private static String text(String userAgent, String platform, String mobile, String model) {
        return new Agent(userAgent, new ClientHints("", platform, mobile, model)).text();
    }
}
