package dev.shortener.analytics.kafka;

import dev.shortener.analytics.bus.BatchOutcome.RejectedRecord;
import dev.shortener.analytics.bus.BatchOutcome.Settled;
import dev.shortener.analytics.bus.RecordBatch;
import dev.shortener.analytics.event.TopicIdentity;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The plainest reader that keeps the promises, and what is left of it without one of its guards: the control that shows that the
 * simulation would notice.
 */
final class CarelessReader implements SimulatedReader {

    /** What may be left out. */
    enum Guard {
        /** Nothing is. */
        NONE,
        /** A position waits for everything below it to be settled. */
        SETTLED_BEFORE_COMMIT,
        /** An outcome of an earlier assignment counts for nothing. */
        EPOCH,
        /** What fails is tried again. */
        RETRY,
        /** Rejected records are acknowledged by the dead-letter topic before they are settled. */
        DEAD_LETTER_BEFORE_COMMIT
    }

    private static final Duration AGAIN = Duration.ofMillis(100);

    private final Guard missing;
    private final SimulatedTime time;
    private final Workers workers;
    private final DeadLetters deadLetters;
    private final Supplier<Future<TopicIdentity>> topic;
    private final Function<Map<TopicPartition, OffsetAndMetadata>, Future<?>> broker;
    private final Map<TopicPartition, Owned> owned = new HashMap<>();
    private int epoch;

    /** A partition: who its topic is, what was read and which batches are open, by first offset. */
    private static final class Owned {
        private final int epoch;
        private final TopicIdentity topic;
        private final TreeMap<Long, Integer> open = new TreeMap<>();
        private long readTo;

        private Owned(int epoch, TopicIdentity topic) {
            this.epoch = epoch;
            this.topic = topic;
        }
    }

    CarelessReader(
            Guard missing,
            SimulatedTime time,
            Workers workers,
            DeadLetters deadLetters,
            Supplier<Future<TopicIdentity>> topic,
            Function<Map<TopicPartition, OffsetAndMetadata>, Future<?>> broker) {
        this.missing = missing;
        this.time = time;
        this.workers = workers;
        this.deadLetters = deadLetters;
        this.topic = topic;
        this.broker = broker;
    }

    @Override
    public void take(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            Owned mine = owned.get(partition);
            if (mine != null) {
                take(partition, mine, records.records(partition));
            }
        }
    }

    private void take(TopicPartition partition, Owned mine, List<ConsumerRecord<byte[], byte[]>> records) {
        long first = records.get(0).offset();
        mine.open.put(first, records.size());
        mine.readTo = records.get(records.size() - 1).offset() + 1;
        RecordBatch batch = new RecordBatch(
                mine.topic,
                partition.partition(),
                records.stream().map(RecordHeaders::raw).toList());
        process(batch, records).onSuccess(done -> settled(partition, mine.epoch, first));
    }

    private Future<Void> process(RecordBatch batch, List<ConsumerRecord<byte[], byte[]>> records) {
        return workers.process(batch).compose(outcome -> {
            if (outcome instanceof Settled settled) {
                return publish(settled, batch, records);
            }
            return missing == Guard.RETRY ? Future.succeededFuture() : again(() -> process(batch, records));
        });
    }

    private Future<Void> publish(Settled settled, RecordBatch batch, List<ConsumerRecord<byte[], byte[]>> records) {
        List<Future<Void>> letters = new ArrayList<>();
        for (RejectedRecord rejected : settled.rejected()) {
            letters.add(publish(records.get(rejected.index()), batch, rejected));
        }
        return missing == Guard.DEAD_LETTER_BEFORE_COMMIT
                ? Future.succeededFuture()
                : Future.join(letters).mapEmpty();
    }

    private Future<Void> publish(ConsumerRecord<byte[], byte[]> record, RecordBatch batch, RejectedRecord rejected) {
        return deadLetters
                .publish(record, batch.topic(), rejected.rejection())
                .recover(failed -> again(() -> publish(record, batch, rejected)));
    }

    private Future<Void> again(Supplier<Future<Void>> task) {
        Promise<Void> due = Promise.promise();
        time.after(AGAIN, due::complete);
        return due.future().compose(now -> task.get());
    }

    private void settled(TopicPartition partition, int ofEpoch, long first) {
        Owned mine = owned.get(partition);
        if (mine != null && (mine.epoch == ofEpoch || missing == Guard.EPOCH)) {
            mine.open.remove(first);
        }
    }

    @Override
    public Set<TopicPartition> closed() {
        return inFlight() < CarefulReader.MAX_IN_FLIGHT ? Set.of() : Set.copyOf(owned.keySet());
    }

    @Override
    public int inFlight() {
        return owned.values().stream()
                .flatMap(mine -> mine.open.values().stream())
                .mapToInt(Integer::intValue)
                .sum();
    }

    @Override
    public Future<Void> commit() {
        Map<TopicPartition, OffsetAndMetadata> positions = positions(owned.keySet());
        return positions.isEmpty()
                ? Future.succeededFuture()
                : broker.apply(positions).transform(done -> Future.succeededFuture());
    }

    private Map<TopicPartition, OffsetAndMetadata> positions(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Owned mine = owned.get(partition);
            if (mine != null && mine.readTo > 0) {
                boolean waits = missing != Guard.SETTLED_BEFORE_COMMIT && !mine.open.isEmpty();
                positions.put(partition, new OffsetAndMetadata(waits ? mine.open.firstKey() : mine.readTo));
            }
        }
        return positions;
    }

    /** It waits for nothing: a batch that is open is read again by the next owner. */
    @Override
    public Future<Void> drained() {
        return Future.succeededFuture();
    }

    @Override
    public void assigned(Set<TopicPartition> partitions) {
        epoch++;
        for (TopicPartition partition : partitions) {
            owned.put(partition, new Owned(epoch, topic.get().result()));
        }
    }

    @Override
    public Future<Map<TopicPartition, OffsetAndMetadata>> revoked(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> positions = positions(partitions);
        lost(partitions);
        return Future.succeededFuture(positions);
    }

    @Override
    public void lost(Set<TopicPartition> partitions) {
        owned.keySet().removeAll(partitions);
    }
}
