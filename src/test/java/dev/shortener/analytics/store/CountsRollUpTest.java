package dev.shortener.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CountsRollUpTest {

    @Test
    void many_small_changes_are_moved_in_ever_larger_heaps() {
        int most = 1_000;
        for (int round = 0; round < 10; round++) {
            most = CountsRollUp.changesAfter(most, most, Duration.ofMillis(50));
        }

        assertThat(most).isEqualTo(100_000);
    }

    @Test
    void what_takes_long_is_moved_in_smaller_heaps_though_never_in_none() {
        assertThat(CountsRollUp.changesAfter(1_000, 1_000, Duration.ofSeconds(4)))
                .isEqualTo(500);
        assertThat(CountsRollUp.changesAfter(100, 100, Duration.ofSeconds(4))).isEqualTo(100);
    }

    @Test
    void a_heap_stays_as_it_is_when_all_there_was_has_been_moved_or_the_time_is_right() {
        assertThat(CountsRollUp.changesAfter(999, 1_000, Duration.ofMillis(50))).isEqualTo(1_000);
        assertThat(CountsRollUp.changesAfter(1_000, 1_000, Duration.ofSeconds(1)))
                .isEqualTo(1_000);
    }
}
