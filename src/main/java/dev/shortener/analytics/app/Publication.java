package dev.shortener.analytics.app;

import dev.shortener.analytics.kafka.ClickPublisher;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Publishes what a source has, no faster than it is allowed to. For one thread, which it blocks. */
public final class Publication {

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
        Pace pace = Pace.of(eventsPerSecond);
        long events = 0;
        while (goOn.getAsBoolean()) {
            byte @Nullable [] event = source.next();
            if (event == null) {
                break;
            }
            pace.awaitTurn();
            publisher.publish(event);
            events++;
            listener.sent(events, source.fraction());
        }
        publisher.flush();
        return events;
    }
}
