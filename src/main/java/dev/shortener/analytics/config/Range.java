package dev.shortener.analytics.config;

import java.util.Locale;

/**
 * The numbers that a setting may have. Immutable.
 *
 * @param min the least one allowed
 * @param max the greatest one allowed, at least {@code min}
 */
record Range(long min, long max) {

    boolean contains(long value) {
        return value >= min && value <= max;
    }

    /** The legal number that is nearest to {@code value}. */
    long nearest(long value) {
        return Math.min(max, Math.max(min, value));
    }

    /**
     * Guards a record's component.
     *
     * @throws IllegalArgumentException if {@code value} is not in this range
     */
    void require(String component, long value) {
        if (!contains(value)) {
            throw new IllegalArgumentException(component + " is " + value + ", allowed: " + this);
        }
    }

    /** For people: {@code 1 to 5,000}. */
    @Override
    public String toString() {
        return max == Long.MAX_VALUE
                ? String.format(Locale.ROOT, "%,d or more", min)
                : String.format(Locale.ROOT, "%,d to %,d", min, max);
    }
}
