package dev.shortener.analytics.config;

import java.time.Duration;

/**
 * The times that a setting may have. Immutable.
 *
 * @param min the shortest one allowed
 * @param max the longest one allowed, at least {@code min}
 */
record DurationRange(Duration min, Duration max) {

    boolean contains(Duration value) {
        return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
    }

    /**
     * Guards a record's component.
     *
     * @throws IllegalArgumentException if {@code value} is not in this range
     */
    void require(String component, Duration value) {
        if (!contains(value)) {
            throw new IllegalArgumentException(component + " is " + value + ", allowed: " + this);
        }
    }

    /** For people: {@code 1s to 25s}. */
    @Override
    public String toString() {
        return GoDuration.format(min) + " to " + GoDuration.format(max);
    }
}
