package dev.shortener.analytics.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), new Random(1));

    @Test
    void waits_grow_up_to_the_bound_and_keep_at_least_half_of_it() {
        for (int round = 0; round < 1_000; round++) {
            assertThat(backoff.millisAfter(1)).isBetween(50L, 100L);
            assertThat(backoff.millisAfter(3)).isBetween(200L, 400L);
            assertThat(backoff.millisAfter(1_000_000)).isBetween(2_500L, 5_000L);
        }
    }

    @Test
    void two_who_failed_together_do_not_come_back_together() {
        assertThat(backoff.millisAfter(10)).isNotEqualTo(backoff.millisAfter(10));
    }
}
