package dev.shortener.analytics.kafka;

import static dev.shortener.analytics.kafka.TestPartitions.FIRST;
import static dev.shortener.analytics.kafka.TestPartitions.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.kafka.OffsetTracker.Span;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatheringTest {

    private static final int MAX_RECORDS = 1_000;

    private Instant now = Instant.EPOCH;
    private final PartitionIntake first =
            new PartitionIntake(FIRST, Future.succeededFuture(TestPartitions.TOPIC), () -> now);
    private final PartitionIntake second =
            new PartitionIntake(SECOND, Future.succeededFuture(TestPartitions.TOPIC), () -> now);
    private final Gathering gathering = new Gathering(MAX_RECORDS, () -> now);

    @Test
    void one_batch_is_no_reason_to_wait() {
        read(first, 0, 1);
        assertThat(isWorthIt()).isFalse();
    }

    @Test
    void what_comes_while_two_small_batches_are_under_way_makes_one() {
        read(first, 0, 1);
        Span span = read(second, 0, 1);
        assertThat(isWorthIt()).isTrue();
        second.settle(span, new Load(1, 1));
        assertThat(isWorthIt()).isFalse();
    }

    @Test
    void two_of_one_partition_are_as_many() {
        read(first, 0, 1);
        read(first, 1, 1);
        assertThat(isWorthIt()).isTrue();
    }

    @Test
    void large_batches_need_not_become_larger() {
        read(first, 0, MAX_RECORDS / 4);
        read(second, 0, MAX_RECORDS / 4);
        assertThat(isWorthIt()).isFalse();
    }

    @Test
    void what_has_to_be_tried_again_holds_nobody_up() {
        first.tryAgain(read(first, 0, 1));
        read(first, 1, 1);
        read(second, 0, 1);
        assertThat(isWorthIt()).isFalse();
    }

    @Test
    void what_has_been_under_way_for_long_holds_nobody_up() {
        read(first, 0, 1);
        read(second, 0, 1);
        now = now.plusMillis(100);
        assertThat(isWorthIt()).isFalse();
    }

    private boolean isWorthIt() {
        return gathering.isWorthIt(List.of(first, second));
    }

    private static Span read(PartitionIntake intake, long offset, int records) {
        return intake.open(offset, offset + records - 1, new Load(records, records));
    }
}
