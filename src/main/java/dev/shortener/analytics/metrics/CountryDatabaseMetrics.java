package dev.shortener.analytics.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** How old the country database in use is, and how often it was replaced. Thread-safe. */
public final class CountryDatabaseMetrics {

    private final MeterRegistry registry;
    private final AtomicLong builtAt = new AtomicLong();
    private final AtomicBoolean isDateShown = new AtomicBoolean();
    private final Counter done;
    private final Counter refused;

    CountryDatabaseMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.done = reloads("done");
        this.refused = reloads("refused");
    }

    private Counter reloads(String outcome) {
        return PipelineMeter.GEO_DATABASE_RELOADS.counter(registry, "outcome", outcome);
    }

    /**
     * A database answers from now on. Without one, there is no such series.
     *
     * @param built when its maker built it
     */
    public void inUse(Instant built) {
        builtAt.set(built.getEpochSecond());
        if (!isDateShown.getAndSet(true)) {
            Gauge.builder(PipelineMeter.GEO_DATABASE_BUILT.meterName(), builtAt, AtomicLong::doubleValue)
                    .baseUnit(PipelineMeter.GEO_DATABASE_BUILT.unit())
                    .description(PipelineMeter.GEO_DATABASE_BUILT.description())
                    .register(registry);
        }
    }

    /** Another database was taken into use. */
    public void reloaded() {
        done.increment();
    }

    /** Another file was there and could not be used. */
    public void refused() {
        refused.increment();
    }
}
