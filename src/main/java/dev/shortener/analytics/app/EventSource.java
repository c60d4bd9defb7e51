package dev.shortener.analytics.app;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Events to publish, one after the other. For one thread. */
public interface EventSource extends AutoCloseable {

    /** The bytes of the next event; null after the last one. */
    byte @Nullable [] next() throws IOException;

    /** How far it is, from 0 to 1; negative if that cannot be said. */
    double fraction();

    @Override
    void close() throws IOException;
}
