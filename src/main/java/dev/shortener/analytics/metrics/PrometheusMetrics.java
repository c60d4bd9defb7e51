package dev.shortener.analytics.metrics;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** The metrics of this process, in the text format of Prometheus. Thread-safe. */
public final class PrometheusMetrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
    private final MicrometerPipelineMetrics pipeline = new MicrometerPipelineMetrics(registry);
    private final CountryDatabaseMetrics countryDatabase = new CountryDatabaseMetrics(registry);

    public PrometheusMetrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        garbageCollection.bindTo(registry);
    }

    /** Where the pipeline counts. */
    public PipelineMetrics pipeline() {
        return pipeline;
    }

    /** What is known of the country database. */
    public CountryDatabaseMetrics countryDatabase() {
        return countryDatabase;
    }

    /** What the pipeline has counted so far. */
    public PipelineCounts counts() {
        return pipeline.counts();
    }

    /** All metrics, Prometheus text format 0.0.4. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        garbageCollection.close();
        registry.close();
    }
}
