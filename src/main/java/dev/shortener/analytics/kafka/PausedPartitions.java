package dev.shortener.analytics.kafka;

import io.vertx.core.Future;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions that the Kafka consumer is told not to fetch. Confined to the consumer's context.
 *
 * <p>They are remembered by their intakes: a partition that comes back after a rebalance is fetched again, whatever it was before.
 */
final class PausedPartitions {

    private final KafkaReadStream<byte[], byte[]> stream;
    private Set<PartitionIntake> paused = Set.of();

    PausedPartitions(KafkaReadStream<byte[], byte[]> stream) {
        this.stream = stream;
    }

    /** Pauses and resumes what is needed for these, and no others, to be paused. */
    Future<Void> become(Set<PartitionIntake> closed) {
        if (closed.equals(paused)) {
            return Future.succeededFuture();
        }
        return pause(without(closed, paused))
                .compose(done -> resume(without(paused, closed)))
                .onSuccess(done -> paused = closed);
    }

    /** Whether nothing of these can be read. */
    boolean containsAll(Collection<PartitionIntake> intakes) {
        return paused.containsAll(intakes);
    }

    private Future<Void> pause(Set<TopicPartition> partitions) {
        return partitions.isEmpty() ? Future.succeededFuture() : stream.pause(partitions);
    }

    private Future<Void> resume(Set<TopicPartition> partitions) {
        return partitions.isEmpty() ? Future.succeededFuture() : stream.resume(partitions);
    }

    private static Set<TopicPartition> without(Set<PartitionIntake> intakes, Set<PartitionIntake> fewer) {
        return intakes.stream()
                .filter(intake -> intake.isCurrent() && !fewer.contains(intake))
                .map(PartitionIntake::partition)
                .collect(Collectors.toUnmodifiableSet());
    }
}
