package dev.shortener.analytics.kafka;

import static dev.shortener.analytics.kafka.TestPartitions.FIRST;
import static dev.shortener.analytics.kafka.TestPartitions.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.event.TopicIdentity;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopicContinuityTest {

    private static final TopicIdentity ANEW = new TopicIdentity("cluster", "clicks", "another-id");

    private final Assignment assignment = new Assignment(InstantSource.system());
    private final List<TopicPartition> sought = new ArrayList<>();
    private final Queue<Future<@Nullable OffsetAndMetadata>> committed = new ArrayDeque<>();
    private TopicIdentity now = TOPIC;

    private final TopicContinuity continuity = new TopicContinuity(
            assignment,
            () -> Future.succeededFuture(now),
            new TopicContinuity.Positions() {
                @Override
                public Future<@Nullable OffsetAndMetadata> committed(TopicPartition partition) {
                    return committed.remove();
                }

                @Override
                public Future<Void> seekToBeginning(TopicPartition partition) {
                    sought.add(partition);
                    return Future.succeededFuture();
                }
            },
            (delay, task) -> {
                task.run();
                return () -> {};
            },
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), new Random(1)));

    @Test
    void a_position_in_this_topic_is_gone_on_from() {
        begin(new OffsetAndMetadata(5, TOPIC.topicId()));

        assertThat(sought).isEmpty();
        assertThat(intake().topic().result()).isEqualTo(TOPIC);
    }

    @Test
    void a_position_that_names_no_topic_is_gone_on_from() {
        begin(new OffsetAndMetadata(5));

        assertThat(sought).isEmpty();
    }

    @Test
    void a_position_in_an_earlier_topic_of_the_same_name_is_not() {
        begin(new OffsetAndMetadata(5, "earlier"));

        assertThat(sought).containsExactly(FIRST);
        assertThat(intake().topic().result()).isEqualTo(TOPIC);
    }

    @Test
    void the_position_is_asked_for_again_until_it_is_known() {
        committed.add(Future.failedFuture(new TimeoutException("no broker")));
        committed.add(Future.failedFuture(new TimeoutException("no broker")));
        begin(new OffsetAndMetadata(5, "earlier"));

        assertThat(sought).containsExactly(FIRST);
    }

    @Test
    void another_topic_that_is_noticed_is_read_from_its_beginning_by_an_intake_of_its_own() {
        begin(null);
        PartitionIntake earlier = intake();

        continuity.noticed(TOPIC);
        assertThat(sought).isEmpty();
        continuity.noticed(ANEW);

        assertThat(sought).containsExactly(FIRST);
        assertThat(earlier.isCurrent()).isFalse();
        assertThat(intake().topic().result()).isEqualTo(ANEW);
    }

    @Test
    void a_partition_that_comes_back_of_another_topic_is_read_from_its_beginning_whatever_the_policy_of_the_group() {
        begin(null);
        assignment.end(Set.of(FIRST));
        now = ANEW;

        begin(null);

        assertThat(sought).containsExactly(FIRST);
    }

    @Test
    void a_log_that_lost_its_end_is_gone_on_with_and_another_log_is_read_from_its_beginning() {
        begin(null);
        continuity.beginAgain(intake());
        assertThat(sought).isEmpty();

        now = ANEW;
        continuity.beginAgain(intake());

        assertThat(sought).containsExactly(FIRST);
        assertThat(intake().topicId()).isEqualTo(ANEW.topicId());
    }

    private void begin(@Nullable OffsetAndMetadata position) {
        committed.add(Future.succeededFuture(position));
        continuity.begin(Set.of(FIRST));
    }

    private PartitionIntake intake() {
        return assignment.require(FIRST);
    }
}
