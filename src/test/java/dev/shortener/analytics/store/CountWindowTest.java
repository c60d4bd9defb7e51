package dev.shortener.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CountWindowTest {

    @Test
    void a_window_is_whole_months_with_the_days_and_hours_that_are_left_at_its_ends() {
        CountWindow window =
                new CountWindow(Instant.parse("2026-01-30T22:00:00Z"), Instant.parse("2026-04-02T03:00:00Z"));

        assertThat(window.parts())
                .containsExactly(
                        part("h", "2026-01-30T22:00:00Z", "2026-01-31T00:00:00Z"),
                        part("d", "2026-01-31T00:00:00Z", "2026-02-01T00:00:00Z"),
                        part("m", "2026-02-01T00:00:00Z", "2026-04-01T00:00:00Z"),
                        part("d", "2026-04-01T00:00:00Z", "2026-04-02T00:00:00Z"),
                        part("h", "2026-04-02T00:00:00Z", "2026-04-02T03:00:00Z"));
    }

    @Test
    void without_bounds_it_is_months_alone() {
        assertThat(CountWindow.ALL.parts()).extracting(CountWindow.Part::span).containsExactly("m");
    }

    @Test
    void parts_follow_one_another_without_a_gap_and_begin_and_end_with_the_window() {
        SplittableRandom random = new SplittableRandom(7);
        Instant origin = Instant.parse("2024-01-15T00:00:00Z");
        for (int time = 0; time < 2_000; time++) {
            Instant from = origin.plus(random.nextInt(20_000), ChronoUnit.HOURS);
            Instant to = from.plus(1 + random.nextInt(3_000), ChronoUnit.HOURS);
            List<CountWindow.Part> parts = new CountWindow(from, to).parts();

            assertThat(parts.get(0).low()).isEqualTo(from);
            assertThat(parts.get(parts.size() - 1).high()).isEqualTo(to);
            for (int next = 1; next < parts.size(); next++) {
                assertThat(parts.get(next).low()).isEqualTo(parts.get(next - 1).high());
            }
        }
    }

    @Test
    void a_bound_within_an_hour_is_refused() {
        assertThatThrownBy(() -> new CountWindow(Instant.parse("2026-01-01T00:30:00Z"), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2026-01-01T00:30:00Z");
    }

    private static CountWindow.Part part(String span, String low, String high) {
        return new CountWindow.Part(span, Instant.parse(low), Instant.parse(high));
    }
}
