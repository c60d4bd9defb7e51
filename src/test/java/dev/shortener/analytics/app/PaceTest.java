package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {

    private long now = 5;
    private long parked;

    @Test
    void turns_are_spread_evenly_over_a_second() {
        Pace pace = new Pace(4, () -> now, this::park);
        List<Long> turns = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            pace.awaitTurn();
            turns.add((now - 5) / 1_000_000);
        }
        assertThat(turns).containsExactly(0L, 250L, 500L, 750L, 1_000L, 1_250L, 1_500L, 1_750L, 2_000L);
    }

    @Test
    void who_is_late_does_not_wait() {
        Pace pace = new Pace(1_000, () -> now, this::park);
        pace.awaitTurn();
        now += 60_000_000_000L;
        for (int i = 0; i < 1_000; i++) {
            pace.awaitTurn();
        }
        assertThat(parked).isZero();
    }

    @Test
    void without_a_rate_nobody_waits() {
        Pace pace = new Pace(0, () -> now, this::park);
        for (int i = 0; i < 1_000; i++) {
            pace.awaitTurn();
        }
        assertThat(parked).isZero();
    }

    /** Wakes too early, as parking may. */
    private void park(long nanos) {
        long slept = Math.max(1, nanos / 2);
        parked += slept;
        now += slept;
    }
}
