package dev.shortener.analytics.app;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Tells whether an id has been seen lately: among the last {@code capacity} ids at least, and twice as many at most. For one thread; it
 * holds no more than that.
 */
final class RecentIds {

    private final int capacity;
    private Set<UUID> current = new HashSet<>();
    private Set<UUID> previous = new HashSet<>();

    RecentIds(int capacity) {
        this.capacity = capacity;
    }

    /** Whether it is new, or forgotten; it is seen from now on. */
    boolean isFirst(UUID id) {
        if (current.contains(id) || previous.contains(id)) {
            return false;
        }
        if (current.size() == capacity) {
            previous = current;
            current = new HashSet<>();
        }
        return current.add(id);
    }
}
