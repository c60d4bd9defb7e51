package dev.shortener.analytics.kafka;

import static dev.shortener.analytics.kafka.TestPartitions.FIRST;
import static dev.shortener.analytics.kafka.TestPartitions.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.bus.BatchOutcome;
import dev.shortener.analytics.bus.BatchOutcome.Impossible;
import dev.shortener.analytics.bus.RecordBatch;
import dev.shortener.analytics.metrics.Scrape;
import dev.shortener.analytics.store.OnContext;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Records and the partitions that they come from, through rebalances, on Kafka's own fake. */
class RecordIntakeTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private MockMember member;

    @AfterEach
    void close() {
        member.close();
    }

    @Test
    void a_revocation_waits_for_what_is_in_flight_and_commits_it_before_it_returns() {
        member = new MockMember(100, LONG).started(FIRST);
        member.send(FIRST, 0, 5);
        Message<RecordBatch> batch = member.nextBatch();
        AtomicReference<OffsetAndMetadata> committed = new AtomicReference<>();
        CompletableFuture<Void> revocation = member.whilePolling(() -> {
            member.gate.onPartitionsRevoked(Set.of(FIRST));
            committed.set(member.committed(FIRST));
        });
        await().during(Duration.ofMillis(200)).until(() -> !revocation.isDone());
        MockMember.store(batch);
        revocation.join();
        assertThat(committed).hasValue(TestPartitions.position(5));
    }

    @Test
    void a_revocation_waits_no_longer_than_its_patience_and_commits_what_is_settled_below_the_gap() {
        member = new MockMember(100, Duration.ofMillis(300)).started(FIRST);
        member.send(FIRST, 0, 5);
        Message<RecordBatch> lower = member.nextBatch();
        member.send(FIRST, 5, 5);
        member.nextBatch();
        MockMember.store(lower);
        await().until(() -> member.inFlight().records() == 5);
        AtomicReference<OffsetAndMetadata> committed = new AtomicReference<>();
        member.whilePolling(() -> {
                    member.gate.onPartitionsRevoked(Set.of(FIRST));
                    committed.set(member.committed(FIRST));
                })
                .join();
        assertThat(committed).hasValue(TestPartitions.position(5));
    }

    @Test
    void the_outcome_of_a_partition_that_has_gone_is_dropped_even_if_it_came_back() {
        member = new MockMember(100, Duration.ofMillis(50)).started(FIRST);
        member.send(FIRST, 0, 5);
        Message<RecordBatch> late = member.nextBatch();
        member.rebalance(Set.of(), Set.of(FIRST)).join();
        MockMember.store(late);
        await().until(() -> staleOutcomes() == 1);
        member.awaitPolls(3);
        assertThat(member.committed(FIRST)).isNull();
        assertThat(member.metrics.counts().stored()).as("of this owner").isZero();
        assertThat(member.inFlight()).isEqualTo(Load.NONE);
    }

    @Test
    void records_of_the_next_time_are_read_and_committed_while_the_outcome_of_the_first_is_still_out() {
        member = new MockMember(100, Duration.ofMillis(50)).started(FIRST);
        member.send(FIRST, 0, 5);
        Message<RecordBatch> late = member.nextBatch();
        member.rebalance(Set.of(), Set.of(FIRST)).join();
        member.send(FIRST, 0, 3);
        Message<RecordBatch> again = member.nextBatch();
        MockMember.store(late);
        await().until(() -> staleOutcomes() == 1);
        assertThat(member.committed(FIRST)).isNull();
        MockMember.store(again);
        await().until(() -> TestPartitions.position(3).equals(member.committed(FIRST)));
    }

    @Test
    void lost_partitions_are_dropped_at_once_and_nothing_of_them_is_committed() {
        member = new MockMember(100, LONG).started(FIRST, SECOND);
        member.send(FIRST, 0, 5);
        Message<RecordBatch> first = member.nextBatch();
        member.send(SECOND, 0, 5);
        Message<RecordBatch> second = member.nextBatch();
        member.whilePolling(() -> member.gate.onPartitionsLost(Set.of(FIRST))).join();
        MockMember.store(first);
        MockMember.store(second);
        await().until(() -> TestPartitions.position(5).equals(member.committed(SECOND)));
        assertThat(staleOutcomes()).isEqualTo(1);
        assertThat(member.committed(FIRST)).isNull();
    }

    @Test
    void a_log_that_starts_again_is_read_from_its_start() {
        member = new MockMember(100, LONG).started(FIRST);
        member.send(FIRST, 5, 5);
        MockMember.store(member.nextBatch());
        await().until(() -> TestPartitions.position(10).equals(member.committed(FIRST)));
        member.whilePolling(() -> member.kafka.seek(FIRST, 0)).join();
        member.send(FIRST, 0, 2);
        Message<RecordBatch> anew = member.nextBatch();
        assertThat(anew.body().records()).extracting(record -> record.offset()).startsWith(0L);
        MockMember.store(anew);
        await().until(() -> member.committed(FIRST).offset() == 2);
    }

    @Test
    void what_only_a_person_can_mend_is_said_and_nothing_is_committed() {
        member = new MockMember(100, LONG).started(FIRST);
        member.send(FIRST, 0, 5);
        member.nextBatch().reply((BatchOutcome) new Impossible("the table is missing"));
        await().until(() -> member.impossible.equals(List.of("the table is missing")));
        member.awaitPolls(3);
        assertThat(member.committed(FIRST)).isNull();
    }

    @Test
    void a_drain_is_over_when_nothing_is_in_flight() {
        member = new MockMember(100, LONG).started(FIRST);
        member.send(FIRST, 0, 5);
        Message<RecordBatch> batch = member.nextBatch();
        Future<Void> drained = member.drained(LONG);
        await().during(Duration.ofMillis(100)).until(() -> !drained.isComplete());
        MockMember.store(batch);
        OnContext.await(drained);
        assertThat(member.inFlight()).isEqualTo(Load.NONE);
    }

    @Test
    void a_drain_is_over_when_its_time_is() {
        member = new MockMember(100, LONG).started(FIRST);
        member.send(FIRST, 0, 5);
        member.nextBatch();
        OnContext.await(member.drained(Duration.ofMillis(100)));
        assertThat(member.inFlight().records()).isEqualTo(5);
    }

    private double staleOutcomes() {
        return Scrape.parse(member.metrics.scrape()).sum("analytics_outcomes_stale_total");
    }
}
