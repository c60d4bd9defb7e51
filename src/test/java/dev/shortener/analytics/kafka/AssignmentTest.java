package dev.shortener.analytics.kafka;

import static dev.shortener.analytics.kafka.TestPartitions.FIRST;
import static dev.shortener.analytics.kafka.TestPartitions.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AssignmentTest {

    private static final Load ONE = new Load(1, 1);

    private final Assignment assignment = TestPartitions.both();

    @Test
    void only_settled_positions_are_to_be_committed() {
        PartitionIntake first = assignment.intakeOf(FIRST);
        first.settle(first.open(0, 9, ONE), ONE);
        assignment.intakeOf(SECOND).open(0, 9, ONE);
        assertThat(assignment.uncommitted(assignment.partitions()))
                .isEqualTo(Map.of(FIRST, TestPartitions.position(10)));
    }

    @Test
    void what_is_committed_is_not_committed_again() {
        PartitionIntake first = assignment.intakeOf(FIRST);
        first.settle(first.open(0, 9, ONE), ONE);
        assignment.committed(assignment.uncommitted(Set.of(FIRST)));
        assertThat(assignment.uncommitted(Set.of(FIRST))).isEmpty();
    }

    @Test
    void a_partition_that_came_back_knows_nothing_of_its_earlier_time() {
        PartitionIntake earlier = assignment.intakeOf(FIRST);
        earlier.settle(earlier.open(0, 9, ONE), ONE);
        assignment.end(Set.of(FIRST));
        assignment.begin(Set.of(FIRST), earlier.topic());
        assertThat(earlier.isCurrent()).isFalse();
        assertThat(assignment.intakeOf(FIRST).isCurrent()).isTrue();
        assertThat(assignment.uncommitted(Set.of(FIRST))).isEmpty();
    }

    @Test
    void partitions_of_somebody_else_are_idle() {
        assignment.intakeOf(FIRST).open(0, 0, ONE);
        assertThat(assignment.isIdle(Set.of(FIRST))).isFalse();
        assignment.end(Set.of(FIRST));
        assertThat(assignment.isIdle(Set.of(FIRST))).isTrue();
    }
}
