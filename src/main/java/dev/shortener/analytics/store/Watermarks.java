package dev.shortener.analytics.store;

import java.time.Instant;
import java.util.List;

/**
 * What Kafka knows of a topic and the database does not. Immutable.
 *
 * @param topicId UUID of the topic as Kafka writes it
 * @param askedAt a time before Kafka was asked: everything that had arrived by then lies below the ends
 * @param partitions all of the topic's
 */
public record Watermarks(String topicId, Instant askedAt, List<Partition> partitions) {

    public Watermarks {
        partitions = List.copyOf(partitions);
    }

    /**
     * One partition.
     *
     * @param number from 0
     * @param settledBelow committed position, or where the partition begins if nothing is committed: below it nothing is missing
     * @param end offset of the record that will be written next
     */
    public record Partition(int number, long settledBelow, long end) {}
}
