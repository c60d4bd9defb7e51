package dev.shortener.analytics.kafka;

import dev.shortener.analytics.config.KafkaConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Follows the end of the dead-letter topic, outside any group: nothing is committed. Blocking; confined to one thread at a time.
 *
 * <p>It begins with the newest dead letters of each partition, however many there are, so that it takes as long with a billion of them.
 */
public final class DeadLetterTail implements AutoCloseable {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private long passedOver;

    /**
     * @param config where the cluster is
     * @param topic of the dead letters
     * @param newest most dead letters of each partition to begin with, 1 or more
     * @throws KafkaException if there is no such topic, or if the cluster cannot be reached
     */
    public DeadLetterTail(KafkaConfig config, String topic, int newest) {
        consumer = new KafkaConsumer<>(new ClientProperties(config).reader(config.group() + "-tail"));
        try {
            partitions = partitions(topic);
            consumer.assign(partitions);
            begin(newest);
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    private List<TopicPartition> partitions(String topic) {
        List<PartitionInfo> found = consumer.partitionsFor(topic, CALL_TIMEOUT);
        if (found == null || found.isEmpty()) {
            throw new KafkaException("there is no topic " + topic);
        }
        return found.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private void begin(int newest) {
        Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions, CALL_TIMEOUT);
        Map<TopicPartition, Long> end = consumer.endOffsets(partitions, CALL_TIMEOUT);
        for (TopicPartition partition : partitions) {
            long oldest = Objects.requireNonNull(first.get(partition));
            long start = Math.max(oldest, Objects.requireNonNull(end.get(partition)) - newest);
            passedOver += start - oldest;
            consumer.seek(partition, start);
        }
    }

    /** Offsets that lay before the newest ones and were not read. */
    public long passedOver() {
        return passedOver;
    }

    /**
     * Hands out what has come since the last call, in the order of each partition; what has not been read within three seconds is left to
     * the next call.
     *
     * @throws KafkaException if the brokers do not answer
     */
    public void read(Consumer<DeadLetter> letters) {
        Map<TopicPartition, Long> end = consumer.endOffsets(partitions, CALL_TIMEOUT);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (isBehind(end) && System.nanoTime() - deadline < 0) {
            for (ConsumerRecord<byte[], byte[]> record : poll()) {
                letters.accept(new DeadLetter(record));
            }
        }
    }

    private boolean isBehind(Map<TopicPartition, Long> end) {
        return end.entrySet().stream()
                .anyMatch(partition -> consumer.position(partition.getKey(), CALL_TIMEOUT) < partition.getValue());
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            return consumer.poll(POLL);
        } catch (OffsetOutOfRangeException gone) {
            consumer.seekToBeginning(gone.offsetOutOfRangePartitions().keySet()); // retention, or a topic made anew
            return ConsumerRecords.empty();
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    }
}
