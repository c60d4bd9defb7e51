package dev.shortener.analytics.http.live;

import java.util.ArrayDeque;
import java.util.Deque;

/** How many a second, over the last second or so, from a counter that only rises. Confined to one thread; plain Java. */
final class ClickRate {

    private static final long WINDOW = 1_000_000_000L;

    private final Deque<Reading> readings = new ArrayDeque<>();

    private record Reading(long nanos, long count) {}

    /**
     * Takes a reading.
     *
     * @param nanos when, later than the one before
     * @param count what the counter says
     */
    void note(long nanos, long count) {
        readings.addLast(new Reading(nanos, count));
        while (readings.size() > 2 && nanos - second().nanos() >= WINDOW) {
            readings.removeFirst();
        }
    }

    /** Clicks a second at the last reading, since the youngest that was a second old then, or else the oldest that there is; 0 at the first. */
    double perSecond() {
        Reading from = readings.getFirst();
        Reading last = readings.getLast();
        long elapsed = last.nanos() - from.nanos();
        return elapsed <= 0 ? 0 : (last.count() - from.count()) * 1e9 / elapsed;
    }

    private Reading second() {
        var inOrder = readings.iterator();
        inOrder.next();
        return inOrder.next();
    }
}
