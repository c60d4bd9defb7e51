package dev.shortener.analytics.kafka;

import dev.shortener.analytics.config.KafkaConfig;
import dev.shortener.analytics.event.OffsetCoverage;
import dev.shortener.analytics.event.OffsetRange;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Looks which of some offsets have a record, outside any group and changing nothing: a consumer with the same settings would have
 * got it. Compaction and transactions leave offsets without one. Blocking; confined to one thread.
 *
 * <p>Offsets that lie close together are read in one go, others are gone to. It holds one answer of the brokers at a time.
 */
public final class RecordSearch implements AutoCloseable {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Offsets that are read over rather than skipped: about what one answer brings anyway. */
    private static final long WORTH_A_SEEK = 2_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Deque<ConsumerRecord<byte[], byte[]>> ahead = new ArrayDeque<>();

    /**
     * @param config where the cluster is
     * @throws KafkaException if no broker address can be resolved
     */
    public RecordSearch(KafkaConfig config) {
        consumer = new KafkaConsumer<>(new ClientProperties(config).reader(config.group() + "-search"));
    }

    /**
     * What was found. Immutable.
     *
     * @param records offsets with a record
     * @param retainedFrom lowest offset that retention had left: what is below is not known
     */
    public record Found(List<OffsetRange> records, long retainedFrom) {

        public Found {
            records = List.copyOf(records);
        }
    }

    /**
     * @param ranges in order, not overlapping
     * @throws KafkaException if the brokers answer nothing for a minute
     */
    public Found search(String topic, int partition, List<OffsetRange> ranges) {
        TopicPartition place = new TopicPartition(topic, partition);
        consumer.assign(List.of(place));
        ahead.clear();
        long retainedFrom = firstOf(place);
        long end = Objects.requireNonNull(
                consumer.endOffsets(List.of(place), CALL_TIMEOUT).get(place));
        consumer.seek(place, retainedFrom);
        OffsetCoverage records = new OffsetCoverage();
        for (OffsetRange range : ranges) {
            long last = Math.min(range.last(), end - 1);
            goTo(place, Math.max(range.first(), retainedFrom));
            for (ConsumerRecord<byte[], byte[]> record = next(place, last);
                    record != null;
                    record = next(place, last)) {
                if (record.offset() >= range.first()) {
                    records.add(record.offset());
                }
            }
        }
        return new Found(records.ranges(), Math.max(retainedFrom, firstOf(place)));
    }

    private long firstOf(TopicPartition place) {
        return Objects.requireNonNull(
                consumer.beginningOffsets(List.of(place), CALL_TIMEOUT).get(place));
    }

    private void goTo(TopicPartition place, long offset) {
        ConsumerRecord<byte[], byte[]> waiting = ahead.peek();
        long position = waiting != null ? waiting.offset() : consumer.position(place, CALL_TIMEOUT);
        if (offset > position + WORTH_A_SEEK) {
            ahead.clear();
            consumer.seek(place, offset);
        }
    }

    /** The next record up to an offset; null if there is none. */
    private @Nullable ConsumerRecord<byte[], byte[]> next(TopicPartition place, long last) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (ahead.isEmpty() && consumer.position(place, CALL_TIMEOUT) <= last) {
            if (System.nanoTime() > deadline) {
                throw new KafkaException("the brokers have answered nothing for " + PATIENCE.toSeconds() + " s");
            }
            poll(place);
        }
        ConsumerRecord<byte[], byte[]> record = ahead.peek();
        return record == null || record.offset() > last ? null : ahead.poll();
    }

    private void poll(TopicPartition place) {
        try {
            ahead.addAll(consumer.poll(POLL).records(place));
        } catch (OffsetOutOfRangeException gone) {
            consumer.seekToBeginning(List.of(place)); // retention went by; the caller hears from where on it is known
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    }
}
