package dev.shortener.analytics.http.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Holds the newest clicks, at most {@value #MOST}, for as long as somebody watches. Thread-safe.
 *
 * <p>Whoever has clicks asks {@link #isWatched} first: nobody watching, there is nothing to be done for them. When it is full, the oldest
 * make way.
 */
public final class NewestClicks {

    /** Of one summary: more than anybody can read in a quarter of a second. */
    public static final int MOST = 20;

    private final Deque<LiveClick> newest = new ArrayDeque<>();
    private int fresh;
    private volatile boolean watched;

    /** Whether anybody wants to hear of clicks. */
    public boolean isWatched() {
        return watched;
    }

    void watched(boolean byAnybody) {
        watched = byAnybody;
    }

    /**
     * Adds clicks.
     *
     * @param clicks the oldest first
     */
    public synchronized void add(List<LiveClick> clicks) {
        for (LiveClick click : clicks) {
            newest.addLast(click);
            if (newest.size() > MOST) {
                newest.removeFirst();
            }
        }
        fresh = Math.min(MOST, fresh + clicks.size());
    }

    /** What has come since the last call, the oldest first. */
    synchronized List<LiveClick> takeFresh() {
        List<LiveClick> taken = new ArrayList<>(fresh);
        var latest = newest.descendingIterator();
        for (; fresh > 0; fresh--) {
            taken.add(latest.next());
        }
        Collections.reverse(taken);
        return taken;
    }

    /** All that are held, the oldest first. */
    synchronized List<LiveClick> all() {
        return List.copyOf(newest);
    }
}
