package dev.shortener.analytics.http.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClickRateTest {

    private final ClickRate rate = new ClickRate();

    @Test
    void a_first_reading_says_nothing() {
        assertThat(at(0, 1_000_000)).isZero();
    }

    @Test
    void what_came_within_the_last_second_counts() {
        at(0, 0);
        assertThat(at(250, 50)).isCloseTo(200, within(0.1));
        at(500, 100);
        at(750, 150);
        assertThat(at(1_000, 200)).isCloseTo(200, within(0.1));
        assertThat(at(1_250, 200)).isCloseTo(150, within(0.1));
        at(1_500, 200);
        at(1_750, 200);
        assertThat(at(2_000, 200)).as("a second of nothing").isZero();
    }

    @Test
    void readings_that_come_late_do_not_make_a_peak() {
        at(0, 0);
        assertThat(at(4_000, 400)).isCloseTo(100, within(0.1));
        assertThat(at(4_250, 425)).isCloseTo(100, within(1.0));
    }

    @Test
    void as_little_as_a_reading_a_second_is_enough() {
        at(0, 0);
        at(1_000, 100);
        at(2_000, 200);
        assertThat(at(2_100, 220)).isCloseTo(110, within(1.0));
    }

    private double at(long millis, long count) {
        rate.note(TimeUnit.MILLISECONDS.toNanos(millis), count);
        return rate.perSecond();
    }
}
