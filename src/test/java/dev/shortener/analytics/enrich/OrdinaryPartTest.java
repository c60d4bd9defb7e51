package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.enrich.LabelledAgents.LabelledAgent;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrdinaryPartTest {

    @Test
    void what_people_and_programs_send_is_read_to_its_end() throws IOException {
        long cut = LabelledAgents.all().stream()
                .map(LabelledAgent::userAgent)
                .filter(agent -> !OrdinaryPart.of(agent).equals(agent))
                .count();
        assertThat(cut).isLessThanOrEqualTo(30);
    }

    @Test
    void of_what_is_longer_than_anybodys_user_agent_lists_see_the_beginning_and_yauaa_nothing() {
        String words = IntStream.range(0, 12).mapToObj(i -> "w".repeat(48) + i).collect(Collectors.joining(" "));
        assertThat(OrdinaryPart.of(words.substring(0, 600))).hasSize(600);
        assertThat(OrdinaryPart.forLists(words.substring(0, 600))).hasSize(600);
        assertThat(OrdinaryPart.of(words.substring(0, 601))).isEmpty();
        assertThat(OrdinaryPart.forLists(words.substring(0, 601))).isEqualTo(words.substring(0, 256));
    }

    @ParameterizedTest
    @CsvSource({
        "'Mozilla/5.0 (', 52",
        "'Build/', 30",
        "'a@b.c ', 24",
        "'a ', 9",
        "';', 61",
        "'(a/1 ', 20",
        "'[1.2.3.4.5', 31",
        "'|bot', 20",
        "'a', 0"
    })
    void what_is_built_like_no_user_agent_is_cut(String part, int mostChars) {
        assertThat(OrdinaryPart.of(part.repeat(600 / part.length()))).hasSizeLessThanOrEqualTo(mostChars);
    }
}
