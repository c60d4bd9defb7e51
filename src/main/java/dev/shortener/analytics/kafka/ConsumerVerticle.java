package dev.shortener.analytics.kafka;

import dev.shortener.analytics.config.BatchConfig;
import dev.shortener.analytics.config.DeadLetterConfig;
import dev.shortener.analytics.metrics.KafkaClientMeters;
import dev.shortener.analytics.metrics.MemberLoad;
import dev.shortener.analytics.metrics.PipelineMetrics;
import dev.shortener.analytics.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.kafka.client.common.KafkaClientOptions;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member of the consumer group: reads, hands batches to the workers, commits what is settled. Confined to its context.
 *
 * <p>A position is committed from time to time, when a partition is revoked, and at a stop, never past a record that is not
 * settled.
 */
public final class ConsumerVerticle extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerVerticle.class);

    private static final Duration REVOKE_PATIENCE = Duration.ofSeconds(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
    private static final int BATCHES_AHEAD = 20;
    private static final long REPORT_MILLIS = 500;
    private static final long TOPIC_CHECK_MILLIS = 1_000;
    private static final long ENDS_MILLIS = 5_000;

    /**
     * What one member needs.
     *
     * @param member number of the member in this process, from 0
     * @param topic to read
     * @param group to be a member of
     * @param deadLetters where rejected records go, and what they show
     * @param version of this service
     * @param batch sizes, bounds and times
     * @param sharesWork whether workers of other nodes may ask for its batches; otherwise they go to those of this node
     */
    public record Settings(
            int member,
            String topic,
            String group,
            DeadLetterConfig deadLetters,
            String version,
            BatchConfig batch,
            boolean sharesWork) {}

    /**
     * Whom it works with.
     *
     * @param properties of its Kafka clients
     * @param topics who the topic is
     * @param metrics counts
     * @param onImpossible told what only a person can mend; may be told more than once
     * @param stragglers hear twice a second what has been in flight for longest
     * @param backlog may ask how far the member has come
     * @param clock says when a record was read
     * @param clients shows what its Kafka clients measure of themselves
     * @param tracing tells of its batches
     * @param workersReady completes when batches find somebody to take them: only then it joins the group. If that fails, so does its start
     */
    public record Collaborators(
            ClientProperties properties,
            TopicDirectory topics,
            PipelineMetrics metrics,
            java.util.function.Consumer<String> onImpossible,
            Stragglers stragglers,
            Backlog backlog,
            InstantSource clock,
            KafkaClientMeters clients,
            Tracing tracing,
            Future<Void> workersReady) {}

    private final Settings settings;
    private final Collaborators with;
    private final Assignment assignment;
    private final InFlightLimit limit;
    private final Backoff backoff =
            new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), RandomGenerator.getDefault());
    private final RetryLog retryLog;
    private final UnreadRecords unread = new UnreadRecords();
    private final PartitionLags lags;

    private SettleSignal settled;
    private Workers workers;
    private DeadLetterPublisher deadLetters;
    private TopicContinuity continuity;
    private RecordIntake intake;
    private @Nullable Reader reader;
    private long reporting;
    private long checking;
    private long asking;
    private KafkaClientMeters.Shown shown = () -> {};

    /** What there is once the Kafka consumer is open. */
    private record Reader(KafkaReadStream<byte[], byte[]> stream, OffsetCommitter committer, PollLoop loop) {}

    public ConsumerVerticle(Settings settings, Collaborators with) {
        this.settings = settings;
        this.with = with;
        this.assignment = new Assignment(with.clock());
        this.retryLog = new RetryLog(with.clock());
        this.lags = new PartitionLags(assignment, unread, with.topics()::ends, with.clock());
        this.limit = new InFlightLimit(
                settings.batch().maxInFlightRecords(), settings.batch().maxInFlightBytes());
    }

    @Override
    public Future<?> start() {
        settled = new SettleSignal(Timers.of(vertx));
        deadLetters = new DeadLetterPublisher(
                vertx,
                with.properties(),
                new DeadLetterFormat(settings.deadLetters(), settings.group(), settings.version()),
                () -> with.topics().ensure(settings.deadLetters().topic()),
                with.clients());
        workers = workers();
        continuity = new TopicContinuity(
                assignment, () -> with.topics().ensure(settings.topic()), positions(), Timers.of(vertx), backoff);
        intake = intake();
        checking = vertx.setPeriodic(TOPIC_CHECK_MILLIS, now -> checkTopic());
        asking = vertx.setPeriodic(ENDS_MILLIS, now -> lags.askBrokers());
        reporting = vertx.setPeriodic(REPORT_MILLIS, now -> report());
        with.backlog().join(settings.member(), this::settledBelow);
        return workers.start()
                .compose(started -> vertx.executeBlocking(this::openConsumer))
                .compose(client -> workersReady()
                        .recover(never -> closeUnused(client).transform(closed -> Future.failedFuture(never)))
                        .compose(ready -> read(client)));
    }

    @Override
    public Future<?> stop() {
        Reader open = reader;
        Future<Void> drained = open == null ? Future.succeededFuture() : drain(open);
        return drained.transform(done -> workers.stop())
                .transform(done -> deadLetters.close())
                .onComplete(done -> stopReporting());
    }

    private void report() {
        with.stragglers().report(settings.member(), assignment.oldestInFlight());
        with.metrics().memberHolds(settings.member(), lags.load(limit.inFlight()));
    }

    private Future<Map<TopicPartition, Long>> settledBelow() {
        Promise<Map<TopicPartition, Long>> answer = Promise.promise();
        context.runOnContext(here -> answer.complete(assignment.settledBelow()));
        return answer.future();
    }

    /** While the brokers do not say, everything goes on as it is. */
    private void checkTopic() {
        with.topics().current(settings.topic()).onSuccess(continuity::noticed);
    }

    private void stopReporting() {
        vertx.cancelTimer(reporting);
        vertx.cancelTimer(checking);
        vertx.cancelTimer(asking);
        with.stragglers().forget(settings.member());
        with.metrics().memberHolds(settings.member(), MemberLoad.NONE);
        with.backlog().leave(settings.member());
    }

    private TopicContinuity.Positions positions() {
        return new TopicContinuity.Positions() {
            @Override
            public Future<@Nullable OffsetAndMetadata> committed(TopicPartition partition) {
                return stream().committed(partition);
            }

            @Override
            public Future<Void> seekToBeginning(TopicPartition partition) {
                return stream().seekToBeginning(Set.of(partition));
            }
        };
    }

    /** There is one: only a consumer that polls is given partitions. */
    private KafkaReadStream<byte[], byte[]> stream() {
        return Objects.requireNonNull(reader).stream();
    }

    private RecordIntake intake() {
        BatchDelivery.Services delivering = new BatchDelivery.Services(
                workers, deadLetters, with.metrics(), backoff, retryLog, Timers.of(vertx), with.tracing());
        return new RecordIntake(
                assignment, limit, settled, delivering, continuity, with.onImpossible(), REVOKE_PATIENCE);
    }

    /**
     * A worker that asked for a batch answers within its own deadline; past twice that it never will. One that is given what comes
     * may have many before it, and each may take up to the deadline: to send a batch again that only waits makes all wait longer.
     */
    private Workers workers() {
        Duration deadline = settings.batch().statementTimeout();
        return settings.sharesWork()
                ? new DemandedWorkers(vertx.eventBus(), Timers.of(vertx), deadline.multipliedBy(2))
                : new EventBusWorkers(vertx.eventBus(), deadline.multipliedBy(BATCHES_AHEAD));
    }

    private Consumer<byte[], byte[]> openConsumer() {
        Consumer<byte[], byte[]> client = new KafkaConsumer<>(
                with.properties().consumer(settings.member(), settings.batch().maxRecords()));
        RebalanceGate gate = new RebalanceGate(context, intake, client, REVOKE_PATIENCE);
        shown = with.clients().show(client);
        return ListeningConsumer.wrap(client, gate, CLOSE_TIMEOUT, unread);
    }

    /** The same, on this context. */
    private Future<Void> workersReady() {
        Promise<Void> ready = Promise.promise();
        with.workersReady().onComplete(done -> context.runOnContext(here -> ready.handle(done)));
        return ready.future();
    }

    private Future<Void> closeUnused(Consumer<byte[], byte[]> client) {
        stopReporting();
        shown.close();
        return vertx.executeBlocking(() -> {
            client.close();
            return null;
        });
    }

    private Future<Void> read(Consumer<byte[], byte[]> client) {
        KafkaReadStream<byte[], byte[]> stream = KafkaReadStream.create(vertx, client, new KafkaClientOptions());
        stream.exceptionHandler(failure -> LOG.debug("Kafka call failed", failure));
        OffsetCommitter committer = new OffsetCommitter(
                assignment,
                stream::commit,
                with.metrics(),
                retryLog,
                settings.batch().commitInterval());
        PollLoop loop = new PollLoop(
                new PollLoop.Collaborators(
                        vertx,
                        stream,
                        assignment,
                        new FlowControl(limit, assignment),
                        new Gathering(settings.batch().maxRecords(), with.clock()),
                        committer,
                        settled,
                        backoff,
                        retryLog),
                intake::take,
                with.onImpossible());
        reader = new Reader(stream, committer, loop);
        return stream.subscribe(Set.of(settings.topic())).onSuccess(subscribed -> loop.start());
    }

    /** Intake stops, what is in flight is settled if that is possible in time, and committed. */
    private Future<Void> drain(Reader open) {
        return open.loop()
                .stop()
                .compose(ended ->
                        intake.drained(assignment.partitions(), settings.batch().drainTimeout()))
                .compose(drained -> open.committer().commit())
                .onSuccess(committed -> intake.revokeAtOnce())
                .onSuccess(committed -> shown.close())
                .compose(committed -> open.stream().close());
    }
}
