package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.event.ClientHints;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KnownAgentsTest {

    private static final AgentWords PHONE = new AgentWords("Phone", "Chrome", "Android");
    private static final AgentWords TABLET = new AgentWords("Tablet", "Chrome", "Android");
    private static final ClientHints HINTS = new ClientHints("", "\"Android\"", "?0", "");

    private final List<String> asked = new ArrayList<>();
    private final KnownAgents agents =
            new KnownAgents(Map.of(AgentKnowledge.askedKey("first", ClientHints.NONE), PHONE), (userAgent, hints) -> {
                asked.add(userAgent);
                return TABLET;
            });

    @Test
    void yauaa_is_asked_of_what_is_not_known_alone() {
        assertThat(agents.read("first", ClientHints.NONE)).isEqualTo(PHONE);
        assertThat(agents.read("third", ClientHints.NONE)).isEqualTo(TABLET);
        assertThat(asked).containsExactly("third");
    }

    @Test
    void what_is_known_without_hints_is_not_known_with_them() {
        assertThat(agents.read("first", HINTS)).isEqualTo(TABLET);
        assertThat(asked).containsExactly("first");
    }
}
