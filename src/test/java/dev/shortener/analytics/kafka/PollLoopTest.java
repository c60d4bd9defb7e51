package dev.shortener.analytics.kafka;

import static dev.shortener.analytics.kafka.TestPartitions.FIRST;
import static dev.shortener.analytics.kafka.TestPartitions.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.bus.BatchOutcome;
import dev.shortener.analytics.bus.BatchOutcome.Failed;
import dev.shortener.analytics.bus.RecordBatch;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupMaxSizeReachedException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.apache.kafka.common.errors.UnsupportedAssignorException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The loop and what it drives, on Kafka's own fake. */
class PollLoopTest {

    /** Ten a second are made while nothing is to be read, and some without a pause on the way there. */
    private static final int MANY_POLLS = 20;

    private final MockMember member = new MockMember(10, Duration.ofSeconds(10));

    @AfterEach
    void close() {
        member.close();
    }

    @Test
    void what_a_poll_brings_is_on_its_way_and_committed_once_it_is_settled() {
        member.started(FIRST);
        member.send(FIRST, 0, 3);
        Message<RecordBatch> batch = member.nextBatch();
        assertThat(batch.body().records()).extracting(record -> record.offset()).containsExactly(0L, 1L, 2L);
        member.awaitPolls(3);
        assertThat(member.committed(FIRST)).isNull();
        MockMember.store(batch);
        await().until(() -> TestPartitions.position(3).equals(member.committed(FIRST)));
    }

    @Test
    void nothing_is_committed_past_a_batch_that_is_not_settled() {
        member.started(FIRST);
        member.send(FIRST, 0, 3);
        Message<RecordBatch> lower = member.nextBatch();
        member.send(FIRST, 3, 3);
        MockMember.store(member.nextBatch());
        await().until(() -> member.inFlight().records() == 3);
        member.awaitPolls(3);
        assertThat(member.committed(FIRST)).isNull();
        MockMember.store(lower);
        await().until(() -> TestPartitions.position(6).equals(member.committed(FIRST)));
    }

    @Test
    void polling_never_stops_while_everything_is_paused() {
        member.started(FIRST, SECOND);
        member.send(FIRST, 0, 10);
        Message<RecordBatch> full = member.nextBatch();
        await().until(() -> member.kafka.paused().equals(Set.of(FIRST, SECOND)));
        member.send(SECOND, 0, 1);
        member.awaitPolls(5);
        assertThat(member.isWorkerAsked()).as("what is paused is not read").isFalse();
        MockMember.store(full);
        assertThat(member.nextBatch().body().partition()).isEqualTo(1);
        await().until(() -> member.kafka.paused().isEmpty());
    }

    /** The control of the test before: the count of polls can stand still. */
    @Test
    void a_stopped_loop_polls_no_more() {
        member.started(FIRST);
        member.stopPolling();
        int polls = member.kafka.polls();
        await().during(Duration.ofMillis(300)).until(() -> member.kafka.polls() == polls);
    }

    @Test
    void a_poll_waits_while_small_batches_are_under_way_and_no_longer() {
        Gathering always = new Gathering(1_000, () -> Instant.EPOCH);
        try (MockMember gathering = new MockMember(10, Duration.ofSeconds(10), always)) {
            gathering.started(FIRST, SECOND);
            gathering.send(FIRST, 0, 1);
            gathering.awaitPolls(MANY_POLLS);
            gathering.send(SECOND, 0, 1);
            Message<RecordBatch> one = gathering.nextBatch();
            gathering.nextBatch();
            int polls = gathering.kafka.polls();
            await().during(Duration.ofMillis(300)).until(() -> gathering.kafka.polls() < polls + MANY_POLLS);
            MockMember.store(one);
            gathering.awaitPolls(MANY_POLLS);
        }
    }

    @Test
    void a_partition_that_has_to_try_again_is_paused_alone() {
        member.started(FIRST, SECOND);
        member.send(FIRST, 0, 1);
        member.nextBatch().reply((BatchOutcome) new Failed("no connection"));
        Message<RecordBatch> again = member.nextBatch();
        await().until(() -> member.kafka.paused().equals(Set.of(FIRST)));
        member.send(SECOND, 0, 1);
        assertThat(member.nextBatch().body().partition()).isEqualTo(1);
        MockMember.store(again);
        await().until(() -> member.kafka.paused().isEmpty());
    }

    @Test
    void what_is_closed_is_paused_again_after_an_assignment() {
        member.started(FIRST);
        member.send(FIRST, 0, 10);
        member.nextBatch();
        await().until(() -> member.kafka.paused().equals(Set.of(FIRST)));
        List<Set<TopicPartition>> pausedAfter = Collections.synchronizedList(new ArrayList<>());
        // Revocations need not wait here: the batch stays in flight, and so the limit full.
        member.revokeAtOnce();
        member.whilePolling(() -> {
                    member.kafka.rebalance(Set.of());
                    member.kafka.rebalance(Set.of(FIRST, SECOND));
                    pausedAfter.add(member.kafka.paused());
                })
                .join();
        assertThat(pausedAfter)
                .as("Kafka itself forgets that a partition was paused")
                .containsExactly(Set.of());
        await().until(() -> member.kafka.paused().equals(Set.of(FIRST, SECOND)));
    }

    @Test
    void a_poll_that_fails_is_tried_again() {
        member.started(FIRST);
        member.kafka.setPollException(new TimeoutException("no answer"));
        member.send(FIRST, 0, 1);
        MockMember.store(member.nextBatch());
        await().until(() -> TestPartitions.position(1).equals(member.committed(FIRST)));
        assertThat(member.impossible).isEmpty();
    }

    @Test
    void records_that_cannot_be_taken_end_the_loop_and_are_not_committed_past() {
        member.started(FIRST);
        member.breakBy(new NoClassDefFoundError("a class that is not there"));
        member.send(FIRST, 0, 1);
        await().until(() -> !member.impossible.isEmpty());
        assertThat(member.impossible)
                .containsExactly("internal error: java.lang.NoClassDefFoundError: a class that is not there");
        int polls = member.kafka.polls();
        await().during(Duration.ofMillis(100)).until(() -> member.kafka.polls() == polls);
        assertThat(member.committed(FIRST)).isNull();
    }

    static Stream<KafkaException> forAPerson() {
        return Stream.of(
                new SaslAuthenticationException("wrong password"),
                new GroupAuthorizationException("group"),
                new InconsistentGroupProtocolException("another assignor"),
                new FencedInstanceIdException("host-0 is somebody else"),
                new UnreleasedInstanceIdException("host-0 is still there"),
                new UnsupportedAssignorException("no such assignor"),
                new GroupMaxSizeReachedException("full"),
                new UnsupportedVersionException("too old a broker"));
    }

    @ParameterizedTest
    @MethodSource("forAPerson")
    void what_only_a_person_can_mend_ends_the_loop(KafkaException refusal) {
        member.started(FIRST);
        member.kafka.setPollException(refusal);
        await().until(() -> !member.impossible.isEmpty());
        assertThat(member.impossible).containsExactly("Kafka refuses this consumer: " + refusal.getMessage());
        int polls = member.kafka.polls();
        await().during(Duration.ofMillis(100)).until(() -> member.kafka.polls() == polls);
    }
}
