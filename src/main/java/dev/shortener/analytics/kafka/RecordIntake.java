package dev.shortener.analytics.kafka;

import dev.shortener.analytics.bus.BatchOutcome.RejectedRecord;
import dev.shortener.analytics.bus.BatchOutcome.Settled;
import dev.shortener.analytics.kafka.BatchDelivery.ImpossibleException;
import dev.shortener.analytics.kafka.BatchDelivery.StaleException;
import dev.shortener.analytics.kafka.OffsetTracker.Span;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one member of the group has taken from its partitions, from the poll that brought it until it is settled. Confined to the
 * consumer's context.
 *
 * <p>A record of a partition that is not this member's any more is dropped, and so is the outcome of one: its next owner reads it
 * again from the last committed position.
 */
final class RecordIntake implements RebalanceGate.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(RecordIntake.class);

    private final Assignment assignment;
    private final InFlightLimit limit;
    private final SettleSignal settled;
    private final BatchDelivery.Services delivering;
    private final TopicContinuity continuity;
    private final Consumer<String> onImpossible;
    private Duration patience;

    /**
     * @param assignment kept up to date by this
     * @param limit acquired and released by this
     * @param settled fired after each batch
     * @param delivering what a batch is delivered with
     * @param continuity begins the intakes of partitions
     * @param onImpossible told what only a person can mend
     * @param patience most time that a revocation may wait for what is in flight
     */
    RecordIntake(
            Assignment assignment,
            InFlightLimit limit,
            SettleSignal settled,
            BatchDelivery.Services delivering,
            TopicContinuity continuity,
            Consumer<String> onImpossible,
            Duration patience) {
        this.assignment = assignment;
        this.limit = limit;
        this.settled = settled;
        this.delivering = delivering;
        this.continuity = continuity;
        this.onImpossible = onImpossible;
        this.patience = patience;
    }

    /** Puts what a poll has brought on its way. */
    void take(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            take(partition, records.records(partition));
        }
    }

    /**
     * Completes once nothing of these partitions is in flight, or nothing at all is on its way any more because the rest was given
     * up for good, or when the time is over.
     *
     * @param partitions of the assignment
     */
    Future<Void> drained(Collection<TopicPartition> partitions, Duration time) {
        return settled.until(
                () -> assignment.isIdle(partitions) || limit.inFlight().records() == 0, time);
    }

    /** From now on a revocation waits for nothing: what could be settled has been, and is committed. */
    void revokeAtOnce() {
        patience = Duration.ZERO;
    }

    @Override
    public void assigned(Set<TopicPartition> partitions) {
        LOG.info("partitions assigned partitions={}", partitions);
        continuity.begin(partitions);
    }

    @Override
    public Future<Map<TopicPartition, OffsetAndMetadata>> revoked(Set<TopicPartition> partitions) {
        LOG.info("partitions revoked partitions={}", partitions);
        return drained(partitions, patience).map(done -> {
            Map<TopicPartition, OffsetAndMetadata> positions = assignment.uncommitted(partitions);
            assignment.end(partitions);
            return positions;
        });
    }

    @Override
    public void lost(Set<TopicPartition> partitions) {
        assignment.end(partitions);
    }

    private void take(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        PartitionIntake intake = assignment.intakeOf(partition);
        if (intake != null && !intake.follows(records.get(0).offset())) {
            continuity.beginAgain(intake);
            intake = assignment.intakeOf(partition);
        }
        if (intake != null) {
            deliver(intake, records);
        }
    }

    private void deliver(PartitionIntake intake, List<ConsumerRecord<byte[], byte[]>> records) {
        Load load = Load.of(records);
        long readAt = System.nanoTime();
        Span span = opened(intake, records, load);
        limit.acquire(load);
        delivering.metrics().consumed(load.records(), load.bytes());
        new BatchDelivery(delivering, intake, span, records).deliver().onComplete(outcome -> {
            limit.release(load);
            if (outcome.succeeded()) {
                intake.settle(span, load);
                count(outcome.result(), System.nanoTime() - readAt);
            } else {
                abandoned(outcome.cause());
            }
            settled.fire();
        });
    }

    private static Span opened(PartitionIntake intake, List<ConsumerRecord<byte[], byte[]>> records, Load load) {
        ConsumerRecord<byte[], byte[]> first = records.get(0);
        ConsumerRecord<byte[], byte[]> last = records.get(records.size() - 1);
        return intake.open(
                first.offset(),
                last.offset(),
                load,
                Instant.ofEpochMilli(first.timestamp()),
                Instant.ofEpochMilli(last.timestamp()));
    }

    private void count(Settled batch, long nanos) {
        delivering.metrics().stored(batch.stored());
        delivering.metrics().duplicate(batch.duplicate());
        for (RejectedRecord rejected : batch.rejected()) {
            delivering.metrics().rejected(rejected.rejection().reason());
        }
        int records = batch.stored() + batch.duplicate() + batch.rejected().size();
        delivering.metrics().batchSettled(records, nanos);
    }

    private void abandoned(Throwable cause) {
        if (cause instanceof StaleException) {
            delivering.metrics().staleOutcome();
        } else if (cause instanceof ImpossibleException impossible) {
            onImpossible.accept(impossible.getMessage());
        } else {
            LOG.error("a batch ended in a way that it must not", cause);
            onImpossible.accept("internal error: " + cause);
        }
    }
}
