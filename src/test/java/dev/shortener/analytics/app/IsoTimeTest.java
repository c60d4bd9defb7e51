package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimeTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-24, 2026-11-24T00:00:00Z",
        "2026-11-24T10:00, 2026-11-24T10:00:00Z",
        "2026-11-24T10:00Z, 2026-11-24T10:00:00Z",
        "2026-11-24T10:00:30, 2026-11-24T10:00:30Z",
        "2026-11-24T10:00:30+01:00, 2026-11-24T09:00:30Z",
        "2026-11-24T10:00:30.123Z, 2026-11-24T10:00:30.123Z"
    })
    void a_day_or_more_is_a_time(String text, Instant time) {
        assertThat(IsoTime.parse(text)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-13-01", "2026-02-30", "10:00", "1731000000", "2026-11-24 10:00"})
    void anything_else_is_none(String text) {
        assertThat(IsoTime.parse(text)).isEmpty();
    }

    @Test
    void space_around_it_does_not_matter() {
        assertThat(IsoTime.parse(" 2026-11-24 ")).isPresent();
    }
}
