package dev.shortener.analytics.app;

import dev.shortener.analytics.kafka.ClickPublisher;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Publishes what a source has, no faster than it is allowed to. For one thread, which it blocks. */
public final class Publication {

    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ClickPublisher publisher;
    private final long eventsPerSecond;

    /**
     * @param publisher to send with
     * @param eventsPerSecond most events in a second; 0 for as many as go
     */
    public Publication(ClickPublisher publisher, long eventsPerSecond) {
        this.publisher = publisher;
        this.eventsPerSecond = eventsPerSecond;
    }

    /** Told of every event that was sent. */
    public interface Listener {

        /**
         * @param events sent so far
         * @param fraction of the source that has been read, from 0 to 1; negative if that cannot be said
         */
        void sent(long events, double fraction);
    }

    /**
     * @param source to publish, up to its end
     * @param goOn asked before every event; publishing ends when it says no
     * @param listener told on the same thread
     * @return how many events all in-sync replicas have
     * @throws org.apache.kafka.common.KafkaException if an event could not be sent
     */
    public long publish(EventSource source, BooleanSupplier goOn, Listener listener) throws IOException {
        long started = System.nanoTime();
        long events = 0;
        while (goOn.getAsBoolean()) {
            byte @Nullable [] event = source.next();
            if (event == null) {
                break;
            }
            awaitTurn(started, events);
            publisher.publish(event);
            events++;
            listener.sent(events, source.fraction());
        }
        publisher.flush();
        return events;
    }

    private void awaitTurn(long started, long events) {
        if (eventsPerSecond <= 0) {
            return;
        }
        long due = started + events / eventsPerSecond * NANOS + events % eventsPerSecond * NANOS / eventsPerSecond;
        long wait = due - System.nanoTime();
        while (wait > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(wait);
            wait = due - System.nanoTime();
        }
    }
}
