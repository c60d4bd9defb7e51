package dev.shortener.analytics.kafka;

import static dev.shortener.analytics.kafka.TestPartitions.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.kafka.OffsetTracker.Span;
import dev.shortener.analytics.kafka.Stragglers.InFlight;
import io.vertx.core.Future;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PartitionIntakeTest {

    private static final Load SOME = new Load(5, 50);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final PartitionIntake intake =
            new PartitionIntake(FIRST, Future.succeededFuture(TestPartitions.TOPIC), () -> now);

    @Test
    void it_counts_for_as_long_as_it_is_not_ended() {
        assertThat(intake.isCurrent()).isTrue();
        intake.end();
        assertThat(intake.isCurrent()).isFalse();
    }

    @Test
    void it_knows_what_of_it_is_in_flight() {
        Span first = intake.open(0, 4, SOME);
        intake.open(5, 9, SOME);
        assertThat(intake.inFlight()).isEqualTo(new Load(10, 100));
        intake.settle(first, SOME);
        assertThat(intake.inFlight()).isEqualTo(SOME);
        assertThat(intake.isIdle()).isFalse();
    }

    @Test
    void it_is_stuck_from_the_first_failure_until_that_batch_is_settled() {
        Span span = intake.open(0, 4, SOME);
        assertThat(intake.isStuck()).isFalse();
        intake.tryAgain(span);
        intake.tryAgain(span);
        assertThat(intake.isStuck()).isTrue();
        intake.settle(span, SOME);
        assertThat(intake.isStuck()).isFalse();
        assertThat(intake.isIdle()).isTrue();
    }

    @Test
    void a_commit_that_is_answered_late_takes_nothing_back() {
        intake.settle(intake.open(0, 4, SOME), SOME);
        intake.settle(intake.open(5, 9, SOME), SOME);
        intake.committed(10);
        intake.committed(5);
        assertThat(intake.uncommittedPosition()).isEmpty();
    }

    @Test
    void the_oldest_in_flight_is_the_lowest_that_is_not_settled_with_the_time_of_its_reading() {
        Instant start = now;
        Span lowest = intake.open(3, 7, SOME);
        now = now.plusSeconds(9);
        intake.open(8, 12, SOME);
        assertThat(intake.oldestInFlight()).hasValue(new InFlight(FIRST, 3, start));
        intake.settle(lowest, SOME);
        assertThat(intake.oldestInFlight()).hasValue(new InFlight(FIRST, 8, start.plusSeconds(9)));
    }

    @Test
    void what_lies_below_what_was_read_does_not_follow() {
        intake.open(3, 7, SOME);
        assertThat(intake.follows(8)).isTrue();
        assertThat(intake.follows(100)).isTrue();
        assertThat(intake.follows(7)).isFalse();
    }
}
