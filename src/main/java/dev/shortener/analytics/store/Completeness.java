package dev.shortener.analytics.store;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The click time up to which every record that had arrived is in the table: what {@link CompleteUntil} found. Immutable.
 *
 * @param partitions those of the topic that anything is known of, in their order
 */
public record Completeness(List<Partition> partitions) {

    public Completeness {
        partitions = List.copyOf(partitions);
    }

    /**
     * One partition.
     *
     * @param number from 0
     * @param coveredBelow every record below this offset is in the table or rejected
     * @param until null if that cannot be said: nothing is covered, and something may have arrived
     * @param caughtUp whether nothing else had arrived
     */
    public record Partition(int number, long coveredBelow, @Nullable Instant until, boolean caughtUp) {}

    /** The lowest of the partitions' times; empty if one has none, or if there is no partition. */
    public Optional<Instant> until() {
        return heldBackBy().map(Partition::until);
    }

    /** The partition that it depends on; empty if there is none. */
    public Optional<Partition> heldBackBy() {
        return partitions.stream()
                .min(Comparator.comparing(Partition::until, Comparator.nullsFirst(Comparator.naturalOrder())));
    }
}
