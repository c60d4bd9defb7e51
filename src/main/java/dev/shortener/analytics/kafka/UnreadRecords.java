package dev.shortener.analytics.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * How many records of each partition a consumer has not read yet, as far as its last answers from the brokers tell: of a paused
 * partition it hears nothing new. The polling thread notes, anybody asks.
 */
final class UnreadRecords {

    private static final long INTERVAL_NANOS = Duration.ofMillis(400).toNanos();

    private volatile Map<TopicPartition, Long> known = Map.of();
    private long notedAt = System.nanoTime() - INTERVAL_NANOS;

    /** Asks the consumer, which knows without asking a broker, unless it was asked just before. For the polling thread alone. */
    void noteIfDue(Consumer<?, ?> consumer) {
        long now = System.nanoTime();
        if (now - notedAt < INTERVAL_NANOS) {
            return;
        }
        notedAt = now;
        Map<TopicPartition, Long> noted = new HashMap<>();
        for (TopicPartition partition : consumer.assignment()) {
            consumer.currentLag(partition).ifPresent(lag -> noted.put(partition, lag));
        }
        known = Map.copyOf(noted);
    }

    /** Empty if it is not known. */
    OptionalLong of(TopicPartition partition) {
        Long lag = known.get(partition);
        return lag == null ? OptionalLong.empty() : OptionalLong.of(lag);
    }
}
