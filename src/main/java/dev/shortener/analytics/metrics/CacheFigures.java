package dev.shortener.analytics.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;

/**
 * How a cache does, asked at each scrape. Immutable.
 *
 * @param name of the cache, in {@code lower_case}
 * @param hits look-ups that found what they asked for
 * @param misses the others
 * @param entries that it has now
 */
public record CacheFigures(String name, LongSupplier hits, LongSupplier misses, LongSupplier entries) {

    void bindTo(MeterRegistry registry) {
        counter(registry, "hit", hits);
        counter(registry, "miss", misses);
        Gauge.builder(PipelineMeter.CACHE_ENTRIES.meterName(), this, cache -> cache.entries.getAsLong())
                .description(PipelineMeter.CACHE_ENTRIES.description())
                .tag("cache", name)
                .strongReference(true)
                .register(registry);
    }

    private void counter(MeterRegistry registry, String result, LongSupplier count) {
        FunctionCounter.builder(PipelineMeter.CACHE_REQUESTS.meterName(), count, LongSupplier::getAsLong)
                .description(PipelineMeter.CACHE_REQUESTS.description())
                .tags("cache", name, "result", result)
                .register(registry);
    }
}
