package dev.shortener.analytics.chaos;

import dev.shortener.analytics.bus.BatchSource;
import dev.shortener.analytics.bus.LocalBatches;
import dev.shortener.analytics.bus.WireCodec;
import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.enrich.ClickDecoder;
import dev.shortener.analytics.enrich.ClickEnricher;
import dev.shortener.analytics.enrich.CountryLookup;
import dev.shortener.analytics.kafka.Backlog;
import dev.shortener.analytics.kafka.ClientProperties;
import dev.shortener.analytics.kafka.ConsumerVerticle;
import dev.shortener.analytics.kafka.Stragglers;
import dev.shortener.analytics.kafka.TopicDirectory;
import dev.shortener.analytics.metrics.KafkaClientMeters;
import dev.shortener.analytics.metrics.PipelineMetrics;
import dev.shortener.analytics.store.ClickWriter;
import dev.shortener.analytics.store.PgClickWriter;
import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.trace.Tracing;
import dev.shortener.analytics.worker.BatchPreparation;
import dev.shortener.analytics.worker.EnrichWorker;
import dev.shortener.analytics.worker.ShadowComparison;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The parts of the service with another writer, or another way to it: for controls, in which a guard is out. For the thread of one test. */
final class UnguardedService implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final AppConfig config;
    private final ClientProperties properties;
    private final TopicDirectory topics;

    private UnguardedService(AppConfig config) {
        this.config = config;
        this.properties = new ClientProperties(config.kafka());
        this.topics = new TopicDirectory(vertx, properties);
        WireCodec.registerAll(vertx.eventBus());
    }

    /**
     * @param guardless takes a guard away from the real writer
     */
    static UnguardedService start(Lab lab, UnaryOperator<ClickWriter> guardless) throws IOException {
        UnguardedService service = new UnguardedService(lab.config(ServiceHere.settings(Map.of())));
        service.deploy(guardless, LocalBatches::new, InstantSource.system());
        return service;
    }

    /**
     * One that makes no dead letters.
     *
     * @param clock says what may be a click
     */
    static UnguardedService startForgetful(Lab lab, InstantSource clock) throws IOException {
        UnguardedService service = new UnguardedService(lab.config(ServiceHere.settings(Map.of())));
        service.deploy(UnaryOperator.identity(), vertx -> new ForgottenRejections(new LocalBatches(vertx)), clock);
        return service;
    }

    private void deploy(UnaryOperator<ClickWriter> guardless, Function<Vertx, BatchSource> batches, InstantSource clock)
            throws IOException {
        topics.ensure(config.kafka().topic()).await();
        topics.ensure(config.deadLetter().topic()).await();
        ClickEnricher enricher = ClickEnricher.load(CountryLookup.configured(null), config.enrich());
        vertx.deployVerticle(new EnrichWorker(
                        new BatchPreparation(new ClickDecoder(clock), enricher, ShadowComparison.NONE),
                        PipelineMetrics.NONE,
                        clock,
                        context -> guardless.apply(writer(context)),
                        batches,
                        null))
                .await();
        vertx.deployVerticle(new ConsumerVerticle(
                        new ConsumerVerticle.Settings(
                                0,
                                config.kafka().topic(),
                                config.kafka().group(),
                                config.deadLetter(),
                                "control",
                                config.batch(),
                                false),
                        new ConsumerVerticle.Collaborators(
                                properties,
                                topics,
                                PipelineMetrics.NONE,
                                impossible -> {},
                                new Stragglers(clock),
                                new Backlog(
                                        topics,
                                        config.kafka().group(),
                                        config.kafka().topic()),
                                clock,
                                KafkaClientMeters.NONE,
                                Tracing.NONE,
                                Future.succeededFuture())))
                .await();
    }

    private ClickWriter writer(Context context) {
        return new PgClickWriter(
                context.owner(), config.database(), config.batch().statementTimeout(), PipelineMetrics.NONE);
    }

    @Override
    public void close() {
        topics.close();
        vertx.close().await();
    }
}
