package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtcTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "2000-02-29T23:59:59Z",
                "2024-11-07T17:20:00Z",
                "2038-01-19T03:14:08Z",
                "9999-12-31T23:59:59Z",
                "+10000-01-01T00:00:00Z",
                "-0001-12-31T00:00:01Z"
            })
    void a_second_is_written_as_the_jdk_writes_it(String text) {
        assertThat(UtcText.of(Instant.parse(text))).isEqualTo(text);
    }

    @Test
    void so_are_times_of_a_century_and_a_half() {
        long step = 86_399 * 7;
        for (long second = Instant.parse("1950-01-01T00:00:00Z").getEpochSecond();
                second < 4_102_444_800L;
                second += step) {
            Instant time = Instant.ofEpochSecond(second);
            assertThat(UtcText.of(time)).isEqualTo(time.toString());
        }
    }

    @Test
    void fractions_are_left_out() {
        assertThat(UtcText.of(Instant.parse("2025-01-01T00:00:00.999Z"))).isEqualTo("2025-01-01T00:00:00Z");
    }
}
