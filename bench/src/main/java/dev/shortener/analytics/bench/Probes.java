package dev.shortener.analytics.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks for rows that should come, and says how long each took. Rows are asked for by their ids, which are known beforehand, about every
 * half millisecond and only while one is missing. Thread-safe.
 */
final class Probes implements AutoCloseable {

    private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(400);

    private final Map<UUID, Long> missing = new ConcurrentHashMap<>();
    private final List<Long> delays = new ArrayList<>();
    private final ClickTable table;
    private final Thread thread;
    private volatile boolean closed;

    Probes(String jdbcUrl) {
        table = new ClickTable(jdbcUrl);
        thread = new Thread(this::look, "probes");
        thread.start();
    }

    /** A click is sent now, and its row will have this id. */
    void sent(UUID id) {
        missing.put(id, System.nanoTime());
    }

    /**
     * Blocks until every row is there.
     *
     * @return how long each took, in nanoseconds, in ascending order
     * @throws IllegalStateException if one is not there in time
     */
    long[] await(Duration most) {
        return Wait.until(most, () -> missing.isEmpty() ? Optional.of(sorted()) : Optional.empty());
    }

    private long[] sorted() {
        synchronized (delays) {
            long[] sorted = delays.stream().mapToLong(Long::longValue).sorted().toArray();
            delays.clear();
            return sorted;
        }
    }

    private void look() {
        while (!closed) {
            if (!missing.isEmpty()) {
                table.present(missing.keySet()).forEach(this::seen);
            }
            LockSupport.parkNanos(PAUSE);
        }
    }

    private void seen(UUID id) {
        long now = System.nanoTime();
        synchronized (delays) {
            delays.add(now - Objects.requireNonNull(missing.get(id)));
            missing.remove(id);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        table.close();
    }
}
