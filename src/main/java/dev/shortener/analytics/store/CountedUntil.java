package dev.shortener.analytics.store;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says up to which click time everything that had arrived is not only in the table, but counted. Thread-safe.
 *
 * <p>What {@link CompleteUntil} found holds for the counts once they have been rolled up after it was found. It is looked at when
 * somebody asks, once a second at most; who asks after a long time waits for it, a second at most, and everybody else is told what is
 * known, which may be some seconds old and is true all the same.
 */
public final class CountedUntil {

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration OLD = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int MOST_FINDINGS = 600;

    private final CompleteUntil complete;
    private final ClickCounts counts;
    private final Supplier<Future<Watermarks>> kafka;
    private final Deque<Finding> findings = new ArrayDeque<>();
    private @Nullable Instant counted;
    private long lookedAt = System.nanoTime() - OLD.toNanos();
    private @Nullable Future<Void> look;

    private record Finding(Instant foundAt, Instant until) {}

    /**
     * @param kafka asks the brokers how far the group and the topic have come
     */
    public CountedUntil(CompleteUntil complete, ClickCounts counts, Supplier<Future<Watermarks>> kafka) {
        this.complete = complete;
        this.counts = counts;
        this.kafka = kafka;
    }

    /** Empty if it is not known. Never fails. */
    public Future<Optional<Instant>> get() {
        Future<Void> newer = lookIfDue();
        return newer == null
                ? Future.succeededFuture(known())
                : newer.timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .transform(done -> Future.succeededFuture(known()));
    }

    private synchronized Optional<Instant> known() {
        return Optional.ofNullable(counted);
    }

    /** What is worth waiting for; null if nothing is. */
    private synchronized @Nullable Future<Void> lookIfDue() {
        long age = System.nanoTime() - lookedAt;
        Future<Void> underWay = look;
        if (underWay == null || underWay.isComplete()) {
            if (age < FRESH.toNanos()) {
                return null;
            }
            underWay = look();
            look = underWay;
        }
        return age >= OLD.toNanos() ? underWay : null;
    }

    private Future<Void> look() {
        return kafka.get()
                .compose(complete::look)
                .compose(found -> counts.progress().onSuccess(progress -> add(found, progress)))
                .onFailure(failure -> failed())
                .mapEmpty();
    }

    private synchronized void failed() {
        lookedAt = System.nanoTime();
    }

    private synchronized void add(Completeness found, ClickCounts.Progress progress) {
        lookedAt = System.nanoTime();
        found.until().ifPresent(until -> findings.addLast(new Finding(progress.askedAt(), until)));
        while (!findings.isEmpty() && !findings.peekFirst().foundAt().isAfter(progress.rolledUpAt())) {
            counted = findings.removeFirst().until();
        }
        while (findings.size() > MOST_FINDINGS) {
            findings.removeFirst();
        }
    }
}
