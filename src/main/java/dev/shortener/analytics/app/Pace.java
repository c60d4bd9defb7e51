package dev.shortener.analytics.app;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * So many turns in a second and no more, evenly spread, from the first one on. For one thread, which it blocks until its turn, or until it
 * is interrupted.
 */
public final class Pace {

    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long perSecond;
    private final LongSupplier nanoTime;
    private final LongConsumer park;
    private long started;
    private long turns;

    /**
     * @param perSecond most turns in a second; 0 for as many as are wanted
     * @param nanoTime says how late it is, in nanoseconds
     * @param park waits for so many nanoseconds, or less
     */
    Pace(long perSecond, LongSupplier nanoTime, LongConsumer park) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.park = park;
    }

    /**
     * @param perSecond most turns in a second; 0 for as many as are wanted
     */
    public static Pace of(long perSecond) {
        return new Pace(perSecond, System::nanoTime, LockSupport::parkNanos);
    }

    /** Returns when it is time for the next one. */
    public void awaitTurn() {
        if (turns == 0) {
            started = nanoTime.getAsLong();
        }
        long turn = turns++;
        if (perSecond <= 0) {
            return;
        }
        long due = started + turn / perSecond * NANOS + turn % perSecond * NANOS / perSecond;
        long wait = due - nanoTime.getAsLong();
        while (wait > 0 && !Thread.currentThread().isInterrupted()) {
            park.accept(wait);
            wait = due - nanoTime.getAsLong();
        }
    }
}
