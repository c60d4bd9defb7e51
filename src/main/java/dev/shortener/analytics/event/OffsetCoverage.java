package dev.shortener.analytics.event;

import java.util.ArrayList;
import java.util.List;

/**
 * Offsets of one partition, kept as ranges that do not touch: what overlaps or lies side by side becomes one. For one thread.
 *
 * <p>What is added must not begin below what was added before, as it comes sorted from the database and from Kafka; so adding takes
 * constant time.
 */
public final class OffsetCoverage {

    private final List<OffsetRange> ranges = new ArrayList<>();

    /**
     * @throws IllegalArgumentException if it begins below what was added before
     */
    public void add(OffsetRange added) {
        if (ranges.isEmpty()) {
            ranges.add(added);
            return;
        }
        OffsetRange last = ranges.get(ranges.size() - 1);
        if (added.first() < last.first()) {
            throw new IllegalArgumentException("offsets " + added + " come after " + last + " and begin below");
        }
        if (added.first() > last.last() + 1) {
            ranges.add(added);
        } else {
            ranges.set(ranges.size() - 1, new OffsetRange(last.first(), Math.max(last.last(), added.last())));
        }
    }

    public void add(long offset) {
        add(new OffsetRange(offset, offset));
    }

    /** What was added, in order. */
    public List<OffsetRange> ranges() {
        return List.copyOf(ranges);
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /**
     * What was not added between two offsets, in order.
     *
     * @param from lowest offset that is looked at
     * @param below lowest offset that is not
     */
    public List<OffsetRange> gaps(long from, long below) {
        List<OffsetRange> gaps = new ArrayList<>();
        long next = from;
        for (OffsetRange range : ranges) {
            if (range.first() >= below) {
                break;
            }
            if (range.first() > next) {
                gaps.add(new OffsetRange(next, range.first() - 1));
            }
            next = Math.max(next, range.last() + 1);
        }
        if (next < below) {
            gaps.add(new OffsetRange(next, below - 1));
        }
        return gaps;
    }
}
