package dev.shortener.analytics.kafka;

import static dev.shortener.analytics.kafka.TestPartitions.FIRST;
import static dev.shortener.analytics.kafka.TestPartitions.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.kafka.OffsetTracker.Span;
import java.time.Instant;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class FlowControlTest {

    private Instant now = Instant.EPOCH;
    private final Assignment assignment = TestPartitions.both(() -> now);
    private final InFlightLimit limit = new InFlightLimit(100, 1_000);
    private final FlowControl flow = new FlowControl(limit, assignment);

    @Test
    void everything_is_read_while_there_is_room() {
        read(FIRST, 0, new Load(99, 999));
        assertThat(flow.closed()).isEmpty();
    }

    @Test
    void nothing_is_read_once_the_records_are_as_many_as_may_be() {
        read(FIRST, 0, new Load(100, 1));
        assertThat(flow.closed()).containsExactlyInAnyOrder(intake(FIRST), intake(SECOND));
    }

    @Test
    void nothing_is_read_once_the_bytes_are_as_many_as_may_be() {
        read(FIRST, 0, new Load(1, 1_000));
        assertThat(flow.closed()).hasSize(2);
    }

    @Test
    void what_is_settled_makes_room() {
        settle(FIRST, read(FIRST, 0, new Load(100, 1)), new Load(100, 1));
        assertThat(flow.closed()).isEmpty();
    }

    @Test
    void a_partition_that_has_to_try_again_is_closed_and_leaves_the_room_to_the_others() {
        intake(FIRST).tryAgain(read(FIRST, 0, new Load(100, 1)));
        read(SECOND, 0, new Load(99, 1));
        assertThat(flow.closed()).containsExactly(intake(FIRST));
    }

    @Test
    void it_is_opened_once_all_of_it_is_settled() {
        Span first = read(FIRST, 0, new Load(1, 1));
        Span second = read(FIRST, 1, new Load(1, 1));
        intake(FIRST).tryAgain(first);
        intake(FIRST).tryAgain(second);
        intake(FIRST).settle(first, new Load(1, 1));
        assertThat(flow.closed()).containsExactly(intake(FIRST));
        intake(FIRST).settle(second, new Load(1, 1));
        assertThat(flow.closed()).isEmpty();
    }

    @Test
    void stuck_partitions_hold_no_more_than_twice_as_many_records() {
        intake(FIRST).tryAgain(read(FIRST, 0, new Load(199, 1)));
        assertThat(flow.closed()).containsExactly(intake(FIRST));
        read(FIRST, 199, new Load(1, 1));
        assertThat(flow.closed()).containsExactlyInAnyOrder(intake(FIRST), intake(SECOND));
    }

    @Test
    void stuck_partitions_hold_no_more_than_twice_as_many_bytes() {
        intake(FIRST).tryAgain(read(FIRST, 0, new Load(1, 2_000)));
        assertThat(flow.closed()).containsExactlyInAnyOrder(intake(FIRST), intake(SECOND));
    }

    @Test
    void a_batch_that_others_have_overtaken_by_far_leaves_the_room_to_them() {
        read(FIRST, 0, new Load(100, 1));
        now = now.plusMillis(501);
        Span later = read(SECOND, 0, new Load(1, 1));
        assertThat(flow.closed()).hasSize(2);
        settle(SECOND, later, new Load(1, 1));
        assertThat(flow.closed()).isEmpty();
        read(FIRST, 100, new Load(100, 1));
        assertThat(flow.closed()).hasSize(2);
    }

    @Test
    void a_batch_that_others_have_overtaken_a_little_is_on_its_way() {
        read(FIRST, 0, new Load(100, 1));
        now = now.plusMillis(499);
        settle(SECOND, read(SECOND, 0, new Load(1, 1)), new Load(1, 1));
        assertThat(flow.closed()).hasSize(2);
    }

    @Test
    void where_all_wait_nothing_is_overtaken_however_long_it_takes() {
        read(FIRST, 0, new Load(50, 1));
        read(SECOND, 0, new Load(50, 1));
        now = now.plusSeconds(60);
        assertThat(flow.closed()).hasSize(2);
    }

    @Test
    void what_was_overtaken_is_bounded_too() {
        read(FIRST, 0, new Load(400, 1));
        now = now.plusMillis(501);
        settle(SECOND, read(SECOND, 0, new Load(1, 1)), new Load(1, 1));
        assertThat(flow.closed()).containsExactlyInAnyOrder(intake(FIRST), intake(SECOND));
    }

    @Test
    void a_partition_that_comes_back_after_a_rebalance_is_not_stuck() {
        intake(FIRST).tryAgain(read(FIRST, 0, new Load(1, 1)));
        assignment.end(Set.of(FIRST));
        assignment.begin(Set.of(FIRST), intake(SECOND).topic());
        assertThat(flow.closed()).isEmpty();
    }

    private Span read(TopicPartition partition, long offset, Load load) {
        limit.acquire(load);
        return intake(partition).open(offset, offset, load);
    }

    private void settle(TopicPartition partition, Span span, Load load) {
        intake(partition).settle(span, load);
        limit.release(load);
    }

    private PartitionIntake intake(TopicPartition partition) {
        PartitionIntake intake = assignment.intakeOf(partition);
        assertThat(intake).isNotNull();
        return intake;
    }
}
