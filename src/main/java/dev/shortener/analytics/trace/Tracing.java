package dev.shortener.analytics.trace;

import dev.shortener.analytics.config.TelemetryConfig;
import dev.shortener.analytics.event.TraceContext;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells of the work as spans, named and described by OpenTelemetry's conventions for messaging and databases. Thread-safe; no method
 * blocks or throws. Spans that cannot be sent are dropped.
 */
public interface Tracing extends AutoCloseable {

    /** Tells nothing, and costs nothing: whoever asks {@link #isOn} first looks at no header. */
    Tracing NONE = new Tracing() {
        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public BatchSpan batch(TracedBatch batch, List<TracedRecord> sampled) {
            return BatchSpan.NONE;
        }

        @Override
        public StatementSpan insert(@Nullable TraceContext batch, int rows) {
            return StatementSpan.NONE;
        }

        @Override
        public void close() {}
    };

    /**
     * Sends spans where the configuration says, or is {@link #NONE} if it says nowhere.
     *
     * @param config where to, and how many
     * @param origin what every span says
     */
    static Tracing of(TelemetryConfig config, TraceOrigin origin) {
        Optional<URI> target = config.target();
        return target.isEmpty() ? NONE : OtlpTracing.to(target.get(), config, origin);
    }

    /** Whether anything is told. */
    boolean isOn();

    /**
     * A batch was read. Each record whose sender sampled it has a span of its own in the sender's trace, and the span of the batch, in
     * a trace of its own, is linked to them.
     *
     * @param sampled those of the batch that were sampled, in the order of their offsets
     */
    BatchSpan batch(TracedBatch batch, List<TracedRecord> sampled);

    /**
     * Rows are sent to the database.
     *
     * @param batch they belong to; null if it is not traced
     * @param rows how many
     */
    StatementSpan insert(@Nullable TraceContext batch, int rows);

    /** Sends what is left, for a few seconds at most. */
    @Override
    void close();
}
