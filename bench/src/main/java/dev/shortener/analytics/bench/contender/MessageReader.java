package dev.shortener.analytics.bench.contender;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** One member of the group of {@link PerMessage}: hands messages on, and commits what is done every second. For a thread of its own. */
final class MessageReader implements Runnable {

    private static final long COMMIT_INTERVAL = TimeUnit.SECONDS.toNanos(1);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int MAX_POLL_RECORDS = 500;

    private final Task task;
    private final BlockingQueue<ConsumerRecord<byte[], byte[]>> queue;
    private final Map<TopicPartition, Long> done;
    private long committedAt;

    MessageReader(Task task, BlockingQueue<ConsumerRecord<byte[], byte[]>> queue, Map<TopicPartition, Long> done) {
        this.task = task;
        this.queue = queue;
        this.done = done;
    }

    @Override
    public void run() {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(ConsumerSettings.of(task, MAX_POLL_RECORDS))) {
            consumer.subscribe(List.of(task.topic()));
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    queue.put(record);
                    commitIfDue(consumer);
                }
                commitIfDue(consumer);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void commitIfDue(KafkaConsumer<byte[], byte[]> consumer) {
        long now = System.nanoTime();
        if (now - committedAt < COMMIT_INTERVAL) {
            return;
        }
        committedAt = now;
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : consumer.assignment()) {
            Long offset = done.get(partition);
            if (offset != null) {
                offsets.put(partition, new OffsetAndMetadata(offset));
            }
        }
        consumer.commitAsync(offsets, null);
    }
}
