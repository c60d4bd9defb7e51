package dev.shortener.analytics.app;

import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.http.live.LetterDesk;
import dev.shortener.analytics.kafka.AbsentRecordException;
import dev.shortener.analytics.kafka.DeadLetter;
import dev.shortener.analytics.kafka.DeadLetterTail;
import dev.shortener.analytics.kafka.SingleDeadLetterReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters for the page. Thread-safe: everything happens on one thread of its own. No address is shown, whatever {@code
 * DeadLetter.Privacy} says, and nothing is decrypted.
 *
 * <p>Its consumer is opened when somebody asks, and closed when nobody has asked for a minute.
 */
final class LetterBoard implements LetterDesk {

    /** Of each partition: what is counted at first. What comes from then on is added. */
    private static final int NEWEST = 2_500;

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final AppConfig config;
    private final int newest;
    private final Vertx vertx;
    private final WorkerExecutor thread;
    private @Nullable DeadLetterTail tail;
    private LetterTally tally = new LetterTally();
    private long readAt;
    private volatile long askedAt;
    private final long idleTimer;

    LetterBoard(Vertx vertx, AppConfig config) {
        this(vertx, config, NEWEST);
    }

    /**
     * @param newest of each partition, most that are counted at first
     */
    LetterBoard(Vertx vertx, AppConfig config, int newest) {
        this.newest = newest;
        this.config = config;
        this.vertx = vertx;
        this.thread = vertx.createSharedWorkerExecutor("dead-letters", 1);
        this.idleTimer = vertx.setPeriodic(IDLE.toMillis(), now -> closeIfIdle());
    }

    @Override
    public Future<JsonObject> overview() {
        askedAt = System.nanoTime();
        return thread.executeBlocking(this::read);
    }

    @Override
    public Future<Optional<JsonObject>> letter(int partition, long offset) {
        return thread.executeBlocking(() -> look(partition, offset));
    }

    private JsonObject read() {
        try {
            DeadLetterTail open = open();
            if (readAt == 0 || System.nanoTime() - readAt > FRESH.toNanos()) {
                open.read(tally::add);
                readAt = System.nanoTime();
            }
            return tally.json(config.deadLetter().topic(), open.passedOver());
        } catch (RuntimeException unreadable) {
            closeTail(); // and is opened again at the next question: its topic may be another one
            throw unreadable;
        }
    }

    private DeadLetterTail open() {
        DeadLetterTail open = tail;
        if (open == null) {
            open = new DeadLetterTail(config.kafka(), config.deadLetter().topic(), newest);
            tail = open;
        }
        return open;
    }

    private Optional<JsonObject> look(int partition, long offset) {
        try (SingleDeadLetterReader reader = new SingleDeadLetterReader(config.kafka())) {
            DeadLetter letter = reader.read(config.deadLetter().topic(), partition, offset);
            ShownLetter shown = ShownLetter.of(letter.withoutAddresses(), null);
            return Optional.of(ShownLetterJson.of(config.deadLetter().topic(), shown));
        } catch (AbsentRecordException absent) {
            return Optional.empty();
        }
    }

    private void closeIfIdle() {
        if (System.nanoTime() - askedAt > IDLE.toNanos()) {
            thread.executeBlocking(this::closeTail);
        }
    }

    private @Nullable Void closeTail() {
        DeadLetterTail open = tail;
        tail = null;
        tally = new LetterTally();
        readAt = 0;
        if (open != null) {
            open.close();
        }
        return null;
    }

    /** Closes its consumer, if there is one. */
    Future<Void> close() {
        vertx.cancelTimer(idleTimer);
        return thread.executeBlocking(this::closeTail).transform(closed -> thread.close());
    }
}
