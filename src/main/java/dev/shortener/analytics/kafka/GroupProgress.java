package dev.shortener.analytics.kafka;

import dev.shortener.analytics.event.TopicIdentity;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * How far a group has come in a topic. Immutable.
 *
 * @param topic which topic has the name now
 * @param group the consumer group
 * @param askedAt the time before the brokers were asked: everything that had arrived by then lies below the ends
 * @param partitions in their order
 */
public record GroupProgress(TopicIdentity topic, String group, Instant askedAt, List<Partition> partitions) {

    public GroupProgress {
        partitions = List.copyOf(partitions);
    }

    /**
     * One partition.
     *
     * @param number from 0
     * @param first lowest offset that retention has left
     * @param committed what the group has committed; empty if nothing
     * @param end offset of the record that will be written next
     */
    public record Partition(int number, long first, OptionalLong committed, long end) {

        /** Every record below is settled or was never this group's to read. */
        public long settledBelow() {
            return committed.orElse(first);
        }

        /** Offsets that are not committed. */
        public long lag() {
            return Math.max(0, end - Math.max(first, settledBelow()));
        }
    }
}
