package dev.shortener.analytics.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/** Time that passes as fast as things happen: what is due runs, in order, on the thread of the test. */
final class SimulatedTime implements Timers, InstantSource {

    private static final Comparator<Task> BY_TIME =
            Comparator.comparingLong(Task::due).thenComparingLong(Task::number);

    private final PriorityQueue<Task> tasks = new PriorityQueue<>(BY_TIME);
    private long now;
    private long number;

    /** Due at a millisecond; of those due at the same one, first come, first served. */
    private record Task(long due, long number, Runnable action) {}

    @Override
    public long millis() {
        return now;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(now);
    }

    @Override
    public Runnable after(Duration delay, Runnable action) {
        Task task = new Task(now + Math.max(1, delay.toMillis()), number++, action);
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    /** Within so many milliseconds, at a random one. */
    void within(RandomGenerator random, int millis, Runnable action) {
        after(Duration.ofMillis(1 + random.nextInt(millis)), action);
    }

    /** Lets so many milliseconds pass. */
    void pass(long millis) {
        long until = now + millis;
        for (Task next = tasks.peek(); next != null && next.due() <= until; next = tasks.peek()) {
            now = next.due();
            tasks.remove(next);
            next.action().run();
        }
        now = until;
    }
}
