package dev.shortener.analytics.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** The metrics of this process, in the text format of Prometheus. Thread-safe. */
public final class PrometheusMetrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
    private final MicrometerPipelineMetrics pipeline = new MicrometerPipelineMetrics(registry);
    private final CountryDatabaseMetrics countryDatabase = new CountryDatabaseMetrics(registry);
    private final KafkaClientMeters kafkaClients = new KafkaClientMeters(registry);

    public PrometheusMetrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
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

    /** Where Kafka clients are shown. */
    public KafkaClientMeters kafkaClients() {
        return kafkaClients;
    }

    /**
     * A Vert.x built with these options and this factory is measured here. Of its labels, none is what a client or an address makes
     * up: no path, no method, no host.
     */
    public VertxBuilder measuring(VertxBuilder vertx) {
        MicrometerMetricsOptions options = new MicrometerMetricsOptions()
                .setEnabled(true)
                .setRegistryName(
                        "analytics-" + UUID.randomUUID()) // or two of one process would share the first's registry
                .setLabels(EnumSet.of(
                        Label.HTTP_CODE,
                        Label.HTTP_ROUTE,
                        Label.POOL_TYPE,
                        Label.POOL_NAME,
                        Label.EB_SIDE,
                        Label.EB_FAILURE))
                .addDisabledMetricsCategory(MetricsDomain.DATAGRAM_SOCKET)
                .addDisabledMetricsCategory(MetricsDomain.HTTP_CLIENT);
        return vertx.with(new VertxOptions().setMetricsOptions(options))
                .withMetrics(new MicrometerMetricsFactory(registry));
    }

    /** Shows a cache from now on. */
    public void show(CacheFigures cache) {
        cache.bindTo(registry);
    }

    /** Shows whether the service is ready from now on. */
    public void showReadiness(BooleanSupplier isReady) {
        Gauge.builder(PipelineMeter.READY.meterName(), isReady, ready -> ready.getAsBoolean() ? 1 : 0)
                .description(PipelineMeter.READY.description())
                .strongReference(true)
                .register(registry);
    }

    /** Shows which version this is. */
    public void showVersion(String version) {
        Gauge.builder(PipelineMeter.BUILD_INFO.meterName(), () -> 1)
                .description(PipelineMeter.BUILD_INFO.description())
                .tag("version", version)
                .register(registry);
    }

    /** Shows how long it took to be ready. */
    public void readyAfter(Duration start) {
        double seconds = start.toMillis() / 1_000.0;
        Gauge.builder(PipelineMeter.START_DURATION.meterName(), () -> seconds)
                .baseUnit(PipelineMeter.START_DURATION.unit())
                .description(PipelineMeter.START_DURATION.description())
                .register(registry);
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
