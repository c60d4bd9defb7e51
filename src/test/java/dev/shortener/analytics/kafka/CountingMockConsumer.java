package dev.shortener.analytics.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Kafka's fake, with an eye on how it is used. As thread-safe as that. */
final class CountingMockConsumer extends MockConsumer<byte[], byte[]> {

    private final AtomicInteger polls = new AtomicInteger();
    private volatile @Nullable Duration closeTimeout;

    CountingMockConsumer() {
        super("earliest");
    }

    /** A poll without records takes a little time, as a real one does. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // whoever waits must not keep others out
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        polls.incrementAndGet();
        ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
        if (records.isEmpty() && !timeout.isZero()) {
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
        return records;
    }

    /** A partition that goes takes with it that it was paused, as with a real consumer. */
    @Override
    public synchronized void rebalance(Collection<TopicPartition> partitions) {
        Set<TopicPartition> gone = new HashSet<>(paused());
        gone.removeAll(Set.copyOf(partitions));
        resume(gone);
        super.rebalance(partitions);
    }

    @Override
    public void close(CloseOptions options) {
        closeTimeout = options.timeout().orElse(null);
        super.close(options);
    }

    int polls() {
        return polls.get();
    }

    @Nullable
    Duration closeTimeout() {
        return closeTimeout;
    }
}
