package dev.shortener.analytics.kafka;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a rebalance from the polling thread to the context that owns the partitions, and back. Called on the polling thread, which
 * it may block: that is what holds the rebalance until what is in flight is settled and committed.
 */
final class RebalanceGate implements ConsumerRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(RebalanceGate.class);

    /** Who owns the partitions. Called on its own context only. */
    interface Owner {

        /** Partitions are this member's from now on. */
        void assigned(Set<TopicPartition> partitions);

        /**
         * Partitions go to another member as soon as the future completes. Nothing of them may be taken for settled after that.
         *
         * @return the positions that may be committed for them
         */
        Future<Map<TopicPartition, OffsetAndMetadata>> revoked(Set<TopicPartition> partitions);

        /** Partitions are another member's already: nothing may be committed. */
        void lost(Set<TopicPartition> partitions);
    }

    private final Context context;
    private final Owner owner;
    private final Consumer<byte[], byte[]> consumer;
    private final Duration patience;

    /**
     * @param context the owner's
     * @param owner of the partitions
     * @param consumer commits on revocation; it is the one whose polling thread calls
     * @param patience how long the owner may take, and a commit after that
     */
    RebalanceGate(Context context, Owner owner, Consumer<byte[], byte[]> consumer, Duration patience) {
        this.context = context;
        this.owner = owner;
        this.consumer = consumer;
        this.patience = patience;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        Set<TopicPartition> assigned = Set.copyOf(partitions);
        if (!assigned.isEmpty()) {
            context.runOnContext(now -> owner.assigned(assigned));
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        Set<TopicPartition> revoked = Set.copyOf(partitions);
        if (!revoked.isEmpty()) {
            commit(awaitOnContext(() -> owner.revoked(revoked)));
        }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        Set<TopicPartition> lost = Set.copyOf(partitions);
        LOG.warn("partitions lost, what is in flight will be delivered to their next owner partitions={}", lost);
        context.runOnContext(now -> owner.lost(lost));
    }

    private Map<TopicPartition, OffsetAndMetadata> awaitOnContext(
            Supplier<Future<Map<TopicPartition, OffsetAndMetadata>>> task) {
        Promise<Map<TopicPartition, OffsetAndMetadata>> answer = Promise.promise();
        context.runOnContext(now -> task.get().onComplete(answer));
        try {
            // Twice the owner's own bound: it answers in time unless its event loop is stuck.
            return answer.future().await(2 * patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException stuck) {
            LOG.error("revocation was not answered, nothing is committed for it patience={}", patience);
            return Map.of();
        }
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> positions) {
        if (positions.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(positions, patience);
        } catch (KafkaException failed) {
            // The next owner starts from the last commit: its rows are there already and change nothing.
            LOG.warn("positions of revoked partitions were not committed cause={}", failed.toString());
        }
    }
}
