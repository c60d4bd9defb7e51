package dev.shortener.analytics.event;

/**
 * Offsets of one partition that lie side by side, whether or not a record stands at each. Immutable.
 *
 * @param first lowest, from 0
 * @param last highest, not below the first
 */
public record OffsetRange(long first, long last) {

    public OffsetRange {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("offsets " + first + ".." + last + " are no range");
        }
    }

    /** How many offsets it has. */
    public long size() {
        return last - first + 1;
    }

    @Override
    public String toString() {
        return first == last ? Long.toString(first) : first + ".." + last;
    }
}
