package dev.shortener.analytics.kafka;

import dev.shortener.analytics.event.TopicIdentity;
import dev.shortener.analytics.kafka.Stragglers.InFlight;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The partitions that this member owns now. Confined to the consumer's context. */
final class Assignment {

    private final Map<TopicPartition, PartitionIntake> intakes = new HashMap<>();
    private final InstantSource clock;

    /**
     * @param clock says when a record was read
     */
    Assignment(InstantSource clock) {
        this.clock = clock;
    }

    /** Starts a new intake for each; one that is already there is ended. */
    void begin(Collection<TopicPartition> partitions, Future<TopicIdentity> topic) {
        for (TopicPartition partition : partitions) {
            PartitionIntake earlier = intakes.put(partition, new PartitionIntake(partition, topic, clock));
            if (earlier != null) {
                earlier.end();
            }
        }
    }

    /** Ends the intakes of these partitions. */
    void end(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            PartitionIntake intake = intakes.remove(partition);
            if (intake != null) {
                intake.end();
            }
        }
    }

    @Nullable
    PartitionIntake intakeOf(TopicPartition partition) {
        return intakes.get(partition);
    }

    /**
     * @throws IllegalStateException if it is not this member's
     */
    PartitionIntake require(TopicPartition partition) {
        PartitionIntake intake = intakes.get(partition);
        if (intake == null) {
            throw new IllegalStateException(partition + " is not this member's");
        }
        return intake;
    }

    Set<TopicPartition> partitions() {
        return Set.copyOf(intakes.keySet());
    }

    Collection<PartitionIntake> intakes() {
        return intakes.values();
    }

    /** Whether nothing of these partitions is with a worker; what still waits to hear who its topic is has not left. */
    boolean isIdle(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .map(intakes::get)
                .allMatch(intake ->
                        intake == null || intake.isIdle() || !intake.topic().isComplete());
    }

    /** The lowest record that is not settled of each partition that has any. */
    List<InFlight> oldestInFlight() {
        return intakes.values().stream()
                .flatMap(intake -> intake.oldestInFlight().stream())
                .toList();
    }

    /** Below these positions, all that was read is settled. */
    Map<TopicPartition, Long> settledBelow() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        intakes.forEach((partition, intake) ->
                intake.settledPosition().ifPresent(position -> positions.put(partition, position)));
        return positions;
    }

    /** What may be committed and is not yet, of these partitions; each position says the id of its topic. */
    Map<TopicPartition, OffsetAndMetadata> uncommitted(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        for (TopicPartition partition : partitions) {
            PartitionIntake intake = intakes.get(partition);
            if (intake != null) {
                intake.uncommittedPosition()
                        .ifPresent(offset -> positions.put(partition, new OffsetAndMetadata(offset, intake.topicId())));
            }
        }
        return positions;
    }

    /** These positions are committed. */
    void committed(Map<TopicPartition, OffsetAndMetadata> positions) {
        positions.forEach((partition, position) -> {
            PartitionIntake intake = intakes.get(partition);
            if (intake != null) {
                intake.committed(position.offset());
            }
        });
    }
}
