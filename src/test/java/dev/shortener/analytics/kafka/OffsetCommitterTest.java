package dev.shortener.analytics.kafka;

import static dev.shortener.analytics.kafka.TestPartitions.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.metrics.PipelineMetrics;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.Test;

class OffsetCommitterTest {

    private static final Load ONE = new Load(1, 1);

    private final Assignment assignment = TestPartitions.both();
    private final List<Map<TopicPartition, OffsetAndMetadata>> commits = new ArrayList<>();
    private Future<Void> answer = Future.succeededFuture();

    @Test
    void settled_positions_are_committed_once() {
        settle(0, 9);
        OffsetCommitter committer = committer(Duration.ZERO);
        committer.commit();
        committer.commit();
        assertThat(commits).containsExactly(Map.of(FIRST, TestPartitions.position(10)));
    }

    @Test
    void nothing_is_committed_before_the_interval_is_over() {
        settle(0, 9);
        assertThat(committer(Duration.ofHours(1)).commitIfDue().succeeded()).isTrue();
        assertThat(commits).isEmpty();
    }

    @Test
    void a_position_that_was_not_committed_is_committed_the_next_time() {
        settle(0, 9);
        OffsetCommitter committer = committer(Duration.ZERO);
        answer = Future.failedFuture(new RebalanceInProgressException());
        assertThat(committer.commitIfDue().succeeded()).isTrue();
        answer = Future.succeededFuture();
        committer.commitIfDue();
        assertThat(commits).hasSize(2).allMatch(Map.of(FIRST, TestPartitions.position(10))::equals);
    }

    private void settle(long first, long last) {
        PartitionIntake intake = assignment.intakeOf(FIRST);
        intake.settle(intake.open(first, last, ONE), ONE);
    }

    private OffsetCommitter committer(Duration interval) {
        return new OffsetCommitter(
                assignment,
                positions -> {
                    commits.add(positions);
                    return answer;
                },
                PipelineMetrics.NONE,
                new RetryLog(InstantSource.system()),
                interval);
    }
}
