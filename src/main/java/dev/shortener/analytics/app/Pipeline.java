package dev.shortener.analytics.app;

import dev.shortener.analytics.bus.BatchSource;
import dev.shortener.analytics.bus.DemandedBatches;
import dev.shortener.analytics.bus.LocalBatches;
import dev.shortener.analytics.bus.WireCodec;
import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.config.ClusterConfig.Role;
import dev.shortener.analytics.config.DatabaseConfig;
import dev.shortener.analytics.enrich.ClickDecoder;
import dev.shortener.analytics.enrich.ClickEnricher;
import dev.shortener.analytics.http.DevServer;
import dev.shortener.analytics.kafka.Backlog;
import dev.shortener.analytics.kafka.ClientProperties;
import dev.shortener.analytics.kafka.ConsumerVerticle;
import dev.shortener.analytics.kafka.Stragglers;
import dev.shortener.analytics.kafka.TopicDirectory;
import dev.shortener.analytics.metrics.CacheFigures;
import dev.shortener.analytics.metrics.PipelineCounts;
import dev.shortener.analytics.metrics.PrometheusMetrics;
import dev.shortener.analytics.store.ClickWriter;
import dev.shortener.analytics.store.CountsRollUp;
import dev.shortener.analytics.store.DatabaseProbe;
import dev.shortener.analytics.store.LedgerMerger;
import dev.shortener.analytics.store.PgClickWriter;
import dev.shortener.analytics.store.VisitorChanges;
import dev.shortener.analytics.store.VisitorSalts;
import dev.shortener.analytics.store.VisitorsRollUp;
import dev.shortener.analytics.trace.TraceOrigin;
import dev.shortener.analytics.trace.Tracing;
import dev.shortener.analytics.worker.BatchPreparation;
import dev.shortener.analytics.worker.EnrichWorker;
import dev.shortener.analytics.worker.ShadowComparison;
import dev.shortener.analytics.worker.VisitorMarking;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole service: deploys everything in order and drains everything in order. Thread-safe.
 *
 * <p>Kafka → {@link ConsumerVerticle} → event bus → {@link EnrichWorker} → PostgreSQL. Workers are there before the first consumer
 * joins its group and go after the last one, so that a batch always finds somebody to take it. In a cluster a node may have the one or the other.
 */
public final class Pipeline {

    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

    /** What stopping may take beyond the drain: commits and closing connections. */
    private static final Duration CLOSING_TIME = Duration.ofSeconds(4);

    private static final Duration LEDGER_MERGE_INTERVAL = Duration.ofMinutes(1);

    /** After the first clicks, unless one of them is of a new user agent. */
    private static final Duration NEW_AGENTS_DELAY = Duration.ofSeconds(2);

    private static final Instant PROCESS_START =
            Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());

    private enum Phase {
        STARTING,
        RUNNING,
        STOPPING
    }

    /**
     * What is begun before there is a Vert.x, which takes long enough.
     *
     * @param metrics where everything is counted; closed when the pipeline stops
     * @param enriching in the making; null where nothing is enriched
     */
    record Ahead(PrometheusMetrics metrics, ClickEnricher.@Nullable Beginning enriching) {

        static Ahead of(AppConfig config) {
            ClickEnricher.Beginning enriching =
                    config.cluster().role().works() ? ClickEnricher.begin(config.enrich()) : null;
            return new Ahead(new PrometheusMetrics(), enriching);
        }
    }

    private final AppConfig config;
    private final Role role;
    private final ClusterNode node;
    private final Vertx vertx;
    private final InstantSource clock;
    private final Stragglers stragglers;
    private final PrometheusMetrics metrics;
    private final ClickEnricher.@Nullable Beginning enriching;
    private final ClientProperties kafkaProperties;
    private final TopicDirectory topics;
    private final LedgerMerger ledger;
    private final Tracing tracing;
    private final CountsRollUp rollUp;
    private final VisitorsRollUp visitorsRollUp;
    private final ReadServers readers;
    private final CountryWatch countries;
    private final AgentKeeping agents;
    private final Backlog backlog;
    private final LiveView live;
    private final Promise<Void> workersReady = Promise.promise();
    private final Promise<String> impossible = Promise.promise();
    private final Deployments consumers;
    private final Deployments workers;
    private volatile Phase phase = Phase.STARTING;
    private volatile Future<ClickEnricher> loading = Future.succeededFuture();

    /**
     * @param config of everything
     * @param vertx to deploy to; closed when this stops
     */
    public Pipeline(AppConfig config, Vertx vertx) {
        this(config, ClusterNode.alone(vertx), InstantSource.system(), CountryWatch.INTERVAL);
    }

    /**
     * @param node to deploy to; its Vert.x is closed when this stops
     * @param ahead what was begun before
     */
    Pipeline(AppConfig config, ClusterNode node, Ahead ahead) {
        this(config, node, ahead, InstantSource.system(), CountryWatch.INTERVAL);
    }

    /**
     * @param clock says how late it is
     */
    Pipeline(AppConfig config, Vertx vertx, InstantSource clock) {
        this(config, ClusterNode.alone(vertx), clock, CountryWatch.INTERVAL);
    }

    /**
     * @param countryInterval from one look at the file of the country database to the next
     */
    Pipeline(AppConfig config, ClusterNode node, InstantSource clock, Duration countryInterval) {
        this(config, node, Ahead.of(config), clock, countryInterval);
    }

    private Pipeline(AppConfig config, ClusterNode node, Ahead ahead, InstantSource clock, Duration countryInterval) {
        this.config = config;
        this.role = config.cluster().role();
        this.node = node;
        this.vertx = node.vertx();
        this.consumers = new Deployments(vertx);
        this.workers = new Deployments(vertx);
        this.metrics = ahead.metrics();
        this.enriching = ahead.enriching();
        this.clock = clock;
        this.stragglers = new Stragglers(clock);
        this.kafkaProperties = new ClientProperties(config.kafka());
        this.topics = new TopicDirectory(vertx, kafkaProperties);
        this.ledger = new LedgerMerger(vertx, config.database(), LEDGER_MERGE_INTERVAL);
        this.rollUp = new CountsRollUp(vertx, config.database());
        this.visitorsRollUp =
                new VisitorsRollUp(vertx, config.database(), config.privacy().visitors());
        this.readers = new ReadServers(vertx, config, clock);
        this.countries = new CountryWatch(vertx, metrics.countryDatabase(), clock, countryInterval);
        this.agents = new AgentKeeping(vertx);
        this.tracing = Tracing.of(config.telemetry(), origin(config));
        this.backlog =
                new Backlog(topics, config.kafka().group(), config.kafka().topic());
        this.live = new LiveView(vertx, config, questions(), metrics::counts, clock);
        WireCodec.registerAll(vertx.eventBus());
        metrics.showVersion(Version.current());
        metrics.showReadiness(() -> problems().isEmpty());
    }

    private static TraceOrigin origin(AppConfig config) {
        DatabaseConfig database = config.database();
        return new TraceOrigin(
                Version.current(), config.kafka().group(), database.host(), database.port(), database.database());
    }

    /** Completes when clicks flow. Fails with what only a person can mend; waits for servers that are not there yet. */
    public Future<Void> start() {
        Future<Void> served = serveHealth().compose(done -> readers.start(this::problems, live));
        Future<Void> topicsThere = role.consumes() ? ensureTopics() : Future.succeededFuture();
        Future.all(served, startWorkers(), topicsThere)
                .<Void>mapEmpty()
                .onSuccess(workersReady::tryComplete)
                .onFailure(workersReady::tryFail);
        Future<Void> consuming = role.consumes() ? deployConsumers() : workersReady.future();
        return consuming.onSuccess(done -> {
            phase = Phase.RUNNING;
            Duration sinceStart = Duration.between(PROCESS_START, Instant.now());
            metrics.readyAfter(sinceStart);
            LOG.info(
                    "running topic={} group={} consumers={} processors={} start_ms={}",
                    config.kafka().topic(),
                    config.kafka().group(),
                    consumers.size(),
                    workers.size(),
                    sinceStart.toMillis());
        });
    }

    private Future<Void> startWorkers() {
        loading = role.works() ? loadEnricher() : loading;
        return role.works()
                ? Future.all(
                                loading,
                                DatabaseGate.open(
                                        vertx,
                                        config.database(),
                                        config.privacy().visitors()))
                        .compose(ready -> phase == Phase.STOPPING
                                ? Future.failedFuture("stopped while starting")
                                : deployWorkers(ready.resultAt(0)))
                        .onSuccess(deployed -> {
                            ledger.start();
                            rollUp.start();
                            visitorsRollUp.start();
                        })
                : Future.succeededFuture();
    }

    /** Completes with what only a person can mend, if that ever happens: the service must then be stopped. */
    public Future<String> impossible() {
        return impossible.future();
    }

    /** What has been done since the start. */
    public PipelineCounts counts() {
        return metrics.counts();
    }

    /** How many consumers are deployed. */
    public int deployedConsumers() {
        return consumers.size();
    }

    /** How many workers are deployed. */
    public int deployedWorkers() {
        return workers.size();
    }

    /**
     * Stops intake, lets what is in flight be written and commits it, then closes everything. Completes within the configured drain
     * timeout and a few seconds, whatever state the servers are in: what was not committed is delivered again.
     */
    public Future<Void> stop() {
        phase = Phase.STOPPING;
        workersReady.tryFail("stopped before it was ready");
        LOG.info("stopping, draining what is in flight");
        Duration bound = config.batch().drainTimeout().plus(CLOSING_TIME);
        // Stopped while starting: what is loaded holds a thread until it is there. Joined, for what follows must not
        // need that thread.
        return new ClosingSteps()
                .then("what is being loaded", () -> Future.join(List.of(loading))
                        .onComplete(loaded -> countries.stop()))
                .then("consumers", consumers::undeploy)
                .then("workers", workers::undeploy)
                .then("known user agents", agents::stop)
                .then("ledger", ledger::stop)
                .then("counts", rollUp::stop)
                .then("visitors", visitorsRollUp::stop)
                .then("servers", readers::stop)
                .then("live view", live::close)
                .then("clients", this::closeClients)
                .within(bound)
                .transform(done -> vertx.close())
                .onComplete(done -> {
                    metrics.close();
                    PipelineCounts counts = counts();
                    LOG.info(
                            "stopped consumed={} stored={} duplicate={} rejected={}",
                            counts.consumed(),
                            counts.stored(),
                            counts.duplicate(),
                            counts.rejected());
                });
    }

    private Future<Void> serveHealth() {
        return config.devServer().enabled()
                ? vertx.deployVerticle(new DevServer(config.devServer(), metrics, this::problems))
                        .mapEmpty()
                : Future.succeededFuture();
    }

    private PipelineParts.Questions questions() {
        return new PipelineParts.Questions(
                () -> consumers.size() + " consumers, " + workers.size() + " workers",
                this::problems,
                backlog::records,
                () -> new DatabaseProbe(vertx, config.database()).look(),
                countries::database);
    }

    private List<String> problems() {
        return switch (phase) {
            case STARTING -> List.of("starting");
            case RUNNING ->
                impossible.future().isComplete() ? List.of(impossible.future().result()) : stragglers.problems();
            case STOPPING -> List.of("stopping");
        };
    }

    private Future<ClickEnricher> loadEnricher() {
        return vertx.executeBlocking(() -> ClickEnricher.load(
                        countries.open(config.enrich().geoIpDbPath()),
                        config.enrich(),
                        Objects.requireNonNull(enriching)))
                .onSuccess(loaded -> LOG.info("enriching is ready"))
                .onSuccess(loaded -> countries.start())
                .onSuccess(agents::start)
                .onSuccess(this::prepareForNewAgentsLater)
                .onSuccess(loaded -> metrics.show(new CacheFigures(
                        "user_agent", loaded::cachedAgents, loaded::parsedAgents, loaded::rememberedAgents)));
    }

    /** Yauaa takes seconds of a core, which a process that has just started has better uses for. */
    private void prepareForNewAgentsLater(ClickEnricher loaded) {
        workersReady.future().onSuccess(ready -> vertx.timer(NEW_AGENTS_DELAY.toMillis())
                .onSuccess(now -> loaded.prepareForNewAgents()));
    }

    private Future<Void> ensureTopics() {
        return Future.all(
                        topics.ensure(config.kafka().topic()),
                        topics.ensure(config.deadLetter().topic()))
                .mapEmpty();
    }

    private Future<Void> deployWorkers(ClickEnricher enricher) {
        ClickDecoder decoder = new ClickDecoder(clock);
        ShadowComparison shadow = ShadowComparison.of(enricher, config.enrich().shadowSample(), metrics.pipeline());
        BatchPreparation preparation = new BatchPreparation(decoder, enricher, shadow);
        Function<Vertx, BatchSource> batches =
                role.shares() ? on -> new DemandedBatches(on, node.id()) : LocalBatches::new;
        boolean counts = config.privacy().visitors();
        VisitorChanges changes = counts ? new VisitorChanges() : null;
        VisitorMarking marking = counts
                ? new VisitorMarking(new VisitorSalts(vertx, config.database(), clock), metrics.pipeline(), clock)
                : null;
        return workers.deploy(
                config.processors(),
                () -> new EnrichWorker(
                        preparation, metrics.pipeline(), clock, context -> writer(context, changes), batches, marking));
    }

    private ClickWriter writer(Context context, @Nullable VisitorChanges changes) {
        PgClickWriter writer = new PgClickWriter(
                context.owner(),
                config.database(),
                config.batch().statementTimeout(),
                metrics.pipeline(),
                tracing,
                changes);
        writer.connect();
        return live.watched(writer);
    }

    private Future<Void> deployConsumers() {
        ConsumerVerticle.Collaborators collaborators = new ConsumerVerticle.Collaborators(
                kafkaProperties,
                topics,
                metrics.pipeline(),
                impossible::tryComplete,
                stragglers,
                backlog,
                clock,
                metrics.kafkaClients(),
                tracing,
                workersReady.future());
        AtomicInteger member = new AtomicInteger();
        return consumers.deploy(
                config.kafka().consumers(),
                () -> new ConsumerVerticle(settingsOf(member.getAndIncrement()), collaborators));
    }

    private ConsumerVerticle.Settings settingsOf(int member) {
        return new ConsumerVerticle.Settings(
                member,
                config.kafka().topic(),
                config.kafka().group(),
                config.deadLetter(),
                Version.current(),
                config.batch(),
                role.shares());
    }

    private Future<Void> closeClients() {
        return vertx.executeBlocking(() -> {
            tracing.close();
            topics.close();
            return null;
        });
    }
}
