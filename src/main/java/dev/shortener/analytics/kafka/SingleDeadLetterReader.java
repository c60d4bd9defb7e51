package dev.shortener.analytics.kafka;

import dev.shortener.analytics.config.KafkaConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Reads one dead letter by its place, outside any group, changing nothing. Blocking; confined to one thread. */
public final class SingleDeadLetterReader implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;

    /**
     * @param config where the cluster is
     * @throws KafkaException if no broker address can be resolved
     */
    public SingleDeadLetterReader(KafkaConfig config) {
        consumer = new KafkaConsumer<>(new ClientProperties(config).reader(config.group() + "-reader"));
    }

    /**
     * @throws AbsentRecordException if there is no such record
     * @throws KafkaException if the cluster cannot be reached
     */
    public DeadLetter read(String topic, int partition, long offset) {
        requirePartition(topic, partition);
        TopicPartition place = new TopicPartition(topic, partition);
        long first = offset(consumer.beginningOffsets(List.of(place), TIMEOUT), place);
        long end = offset(consumer.endOffsets(List.of(place), TIMEOUT), place);
        if (offset < first || offset >= end) {
            String held = first == end ? "it is empty" : "it holds offsets " + first + " to " + (end - 1);
            throw new AbsentRecordException(
                    "there is no offset " + offset + " in partition " + partition + " of " + topic + ": " + held);
        }
        consumer.assign(List.of(place));
        consumer.seek(place, offset);
        return new DeadLetter(firstRecord(place, offset));
    }

    private void requirePartition(String topic, int partition) {
        List<PartitionInfo> partitions = consumer.partitionsFor(topic, TIMEOUT);
        if (partitions == null || partitions.isEmpty()) {
            throw new AbsentRecordException("there is no topic " + topic);
        }
        if (partitions.stream().noneMatch(known -> known.partition() == partition)) {
            throw new AbsentRecordException(
                    "there is no partition " + partition + " of " + topic + ": it has 0 to " + (partitions.size() - 1));
        }
    }

    private static long offset(Map<TopicPartition, Long> offsets, TopicPartition place) {
        return Objects.requireNonNull(offsets.get(place));
    }

    /** A compacted topic, or one with transactions, has offsets without records. */
    private ConsumerRecord<byte[], byte[]> firstRecord(TopicPartition place, long offset) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(place)) {
                if (record.offset() == offset) {
                    return record;
                }
                throw new AbsentRecordException("there is no record at offset " + offset + " of " + place
                        + " any more: the next one is at " + record.offset());
            }
        }
        throw new KafkaException("no answer within " + TIMEOUT.toSeconds() + " s");
    }

    @Override
    public void close() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(2)));
    }
}
