package dev.shortener.analytics.kafka;

import dev.shortener.analytics.bus.RecordBatch;
import dev.shortener.analytics.config.KafkaConfig;
import dev.shortener.analytics.event.RawRecord;
import dev.shortener.analytics.event.TopicIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topic from where its retention begins to where it ended when this was made, once, outside any group: nothing is committed,
 * and whoever else reads the topic notices nothing. Blocking; confined to one thread.
 *
 * <p>It holds one answer of the brokers at a time. What retention takes away while it reads is skipped, and counted in {@link
 * #expired}. A topic that is deleted and created again meanwhile ends the reading: no record is handed out under the identity of another
 * topic.
 */
public final class TopicScan implements AutoCloseable {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final TopicProbe probe;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicIdentity topic;
    private final Map<TopicPartition, Stretch> stretches;
    private final Queue<List<ConsumerRecord<byte[], byte[]>>> read = new ArrayDeque<>();
    private long expired;
    private volatile boolean stopped;

    /**
     * Offsets of one partition when the reading began. Immutable.
     *
     * @param partition from 0
     * @param first lowest offset that retention has left
     * @param end offset of the record that will be written next
     * @param oldest timestamp of the oldest record with one; null if there is none
     */
    public record Stretch(int partition, long first, long end, @Nullable Instant oldest) {}

    /**
     * @param config where the cluster is
     * @param topic what to read
     * @param maxRecords most records of one batch
     * @throws KafkaException if there is no such topic, or if the cluster cannot be reached
     */
    public TopicScan(KafkaConfig config, String topic, int maxRecords) {
        this.probe = new TopicProbe(config);
        try {
            this.topic = probe.identity(topic).orElseThrow(() -> new KafkaException("there is no topic " + topic));
            this.consumer = new KafkaConsumer<>(properties(config, maxRecords));
        } catch (RuntimeException failed) {
            probe.close();
            throw failed;
        }
        try {
            this.stretches = stretches(partitions(topic));
            consumer.assign(stretches.keySet());
            stretches.forEach((partition, stretch) -> consumer.seek(partition, stretch.first()));
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    private static Map<String, Object> properties(KafkaConfig config, int maxRecords) {
        Map<String, Object> properties = new HashMap<>(new ClientProperties(config).reader(config.group() + "-scan"));
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxRecords);
        return properties;
    }

    private List<TopicPartition> partitions(String name) {
        return consumer.partitionsFor(name, CALL_TIMEOUT).stream()
                .map(PartitionInfo::partition)
                .map(partition -> new TopicPartition(name, partition))
                .toList();
    }

    private Map<TopicPartition, Stretch> stretches(List<TopicPartition> partitions) {
        Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions, CALL_TIMEOUT);
        Map<TopicPartition, Long> end = consumer.endOffsets(partitions, CALL_TIMEOUT);
        Map<TopicPartition, OffsetAndTimestamp> oldest = offsetsAt(partitions, Instant.EPOCH);
        return partitions.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        partition -> new Stretch(
                                partition.partition(),
                                Objects.requireNonNull(first.get(partition)),
                                Objects.requireNonNull(end.get(partition)),
                                timestamp(oldest.get(partition)))));
    }

    private Map<TopicPartition, OffsetAndTimestamp> offsetsAt(Collection<TopicPartition> partitions, Instant time) {
        Map<TopicPartition, Long> times =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> time.toEpochMilli()));
        return consumer.offsetsForTimes(times, CALL_TIMEOUT);
    }

    private static @Nullable Instant timestamp(@Nullable OffsetAndTimestamp found) {
        return found == null ? null : Instant.ofEpochMilli(found.timestamp());
    }

    /** Which topic is read. */
    public TopicIdentity topic() {
        return topic;
    }

    /** What the partitions held when the reading began, in their order. */
    public List<Stretch> stretches() {
        return stretches.values().stream()
                .sorted(Comparator.comparingInt(Stretch::partition))
                .toList();
    }

    /**
     * Leaves out, at the beginning of each partition, what stands before its first record with this timestamp or a later one. To be called
     * before the first {@link #next}.
     *
     * @return how many offsets are left out
     */
    public long skipTo(Instant timestamp) {
        long skipped = 0;
        for (var found : offsetsAt(stretches.keySet(), timestamp).entrySet()) {
            Stretch stretch = Objects.requireNonNull(stretches.get(found.getKey()));
            long target =
                    found.getValue() == null ? stretch.end() : found.getValue().offset();
            long start = Math.max(stretch.first(), Math.min(target, stretch.end()));
            consumer.seek(found.getKey(), start);
            skipped += start - stretch.first();
        }
        return skipped;
    }

    /**
     * The next records of one partition, at least one, in the order of their offsets; empty when all is read, and after {@link #stop}.
     *
     * @throws KafkaException if the brokers answer nothing for a minute, or if the topic is another one by now
     */
    public Optional<RecordBatch> next() {
        return nextRecords().map(records -> {
            List<RawRecord> raw = records.stream().map(RecordHeaders::raw).toList();
            return new RecordBatch(topic, records.get(0).partition(), raw);
        });
    }

    /** The same with all that Kafka knows of them. */
    Optional<List<ConsumerRecord<byte[], byte[]>>> nextRecords() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!stopped && read.isEmpty() && pauseWhatIsRead()) {
            if (System.nanoTime() > deadline) {
                throw new KafkaException("the brokers have answered nothing for " + PATIENCE.toSeconds() + " s");
            }
            keep(poll());
        }
        return stopped ? Optional.empty() : Optional.ofNullable(read.poll());
    }

    /** Ends the reading early. May be called from any thread. */
    public void stop() {
        stopped = true;
    }

    /** Whether the reading was ended early. */
    public boolean isStopped() {
        return stopped;
    }

    /** How much of the offsets to be read has been read or skipped, from 0 to 1. */
    public double fraction() {
        long all = 0;
        long left = 0;
        for (Map.Entry<TopicPartition, Stretch> entry : stretches.entrySet()) {
            Stretch stretch = entry.getValue();
            all += stretch.end() - stretch.first();
            left += Math.max(0, stretch.end() - consumer.position(entry.getKey(), CALL_TIMEOUT));
        }
        return all == 0 ? 1 : (double) (all - left) / all;
    }

    /** Offsets that were there when the reading began, and that retention took away before they were read. */
    public long expired() {
        return expired;
    }

    /** Whether anything is left to be read. A position is asked for, as offsets need not have a record. */
    private boolean pauseWhatIsRead() {
        List<TopicPartition> ended = stretches.entrySet().stream()
                .filter(entry -> consumer.position(entry.getKey(), CALL_TIMEOUT)
                        >= entry.getValue().end())
                .map(Map.Entry::getKey)
                .toList();
        consumer.pause(ended);
        return ended.size() < stretches.size();
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            return consumer.poll(POLL);
        } catch (OffsetOutOfRangeException gone) {
            skipWhatIsGone(gone.offsetOutOfRangePartitions());
            return ConsumerRecords.empty();
        }
    }

    private void skipWhatIsGone(Map<TopicPartition, Long> positions) {
        requireSameTopic();
        consumer.beginningOffsets(positions.keySet(), CALL_TIMEOUT).forEach((partition, first) -> {
            long position = Objects.requireNonNull(positions.get(partition));
            long end = Objects.requireNonNull(stretches.get(partition)).end();
            expired += Math.min(first, end) - position;
            consumer.seek(partition, Math.max(first, position));
        });
    }

    private void keep(ConsumerRecords<byte[], byte[]> answer) {
        if (answer.isEmpty()) {
            return;
        }
        requireSameTopic();
        for (TopicPartition partition : answer.partitions()) {
            long end = Objects.requireNonNull(stretches.get(partition)).end();
            List<ConsumerRecord<byte[], byte[]>> records = answer.records(partition).stream()
                    .filter(record -> record.offset() < end)
                    .toList();
            if (!records.isEmpty()) {
                read.add(records);
            }
        }
    }

    /** Asked after the records have come: what came before the answer came from the topic that it names. */
    private void requireSameTopic() {
        if (!probe.identity(topic.topic()).equals(Optional.of(topic))) {
            throw new KafkaException(
                    "the topic " + topic.topic() + " was deleted, or created again, while it was being read");
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
        probe.close();
    }
}
