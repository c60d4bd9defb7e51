package dev.shortener.analytics.kafka;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before something is tried again: twice as long each time up to a bound, and a random share of it, so that
 * those who failed together do not come back together ("equal jitter": at least half of the wait). As thread-safe as its random
 * generator.
 */
final class Backoff {

    private final long initialMillis;
    private final long maxMillis;
    private final RandomGenerator random;

    /**
     * @param initial the first wait, 2 ms or more
     * @param max the longest wait
     * @param random the source of jitter
     */
    Backoff(Duration initial, Duration max, RandomGenerator random) {
        this.initialMillis = initial.toMillis();
        this.maxMillis = max.toMillis();
        this.random = random;
    }

    /**
     * @param attempt how many times it has failed, from 1
     * @return milliseconds to wait, at least 1
     */
    long millisAfter(int attempt) {
        int doublings = Math.min(attempt - 1, 20);
        long ceiling = Math.min(maxMillis, initialMillis << doublings);
        long half = ceiling / 2;
        return Math.max(1, half + random.nextLong(half + 1));
    }
}
