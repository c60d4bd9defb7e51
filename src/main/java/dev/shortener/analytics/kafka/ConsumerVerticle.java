package dev.shortener.analytics.kafka;

import dev.shortener.analytics.bus.BatchOutcome.RejectedRecord;
import dev.shortener.analytics.bus.BatchOutcome.Settled;
import dev.shortener.analytics.config.BatchConfig;
import dev.shortener.analytics.event.TopicIdentity;
import dev.shortener.analytics.kafka.BatchDelivery.ImpossibleException;
import dev.shortener.analytics.kafka.BatchDelivery.StaleException;
import dev.shortener.analytics.kafka.OffsetTracker.Span;
import dev.shortener.analytics.metrics.PipelineMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.kafka.client.common.KafkaClientOptions;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member of the consumer group: reads, hands batches to the workers, commits what is settled. Confined to its context.
 *
 * <p>A poll follows the one before as soon as what it read is on its way, so that every call on the Kafka consumer comes from one
 * chain of futures. While the {@link InFlightLimit} is full it polls ten times a second with all partitions paused: nothing is
 * read, and the member stays in its group. A position is committed once a second, when a partition is revoked, and at a stop,
 * never past a record that is not settled.
 */
public final class ConsumerVerticle extends VerticleBase implements RebalanceGate.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerVerticle.class);

    private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);
    private static final Duration REVOKE_PATIENCE = Duration.ofSeconds(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    /**
     * What one member needs.
     *
     * @param member number of the member in this process, from 0
     * @param topic to read
     * @param group to be a member of
     * @param deadLetterTopic where rejected records go
     * @param version of this service
     * @param batch sizes, bounds and times
     */
    public record Settings(
            int member, String topic, String group, String deadLetterTopic, String version, BatchConfig batch) {}

    /**
     * Whom it works with.
     *
     * @param properties of its Kafka clients
     * @param topics who the topic is
     * @param metrics counts
     * @param onImpossible told what only a person can mend; may be told more than once
     */
    public record Collaborators(
            ClientProperties properties,
            TopicDirectory topics,
            PipelineMetrics metrics,
            java.util.function.Consumer<String> onImpossible) {}

    private final Settings settings;
    private final Collaborators with;
    private final Assignment assignment = new Assignment();
    private final InFlightLimit limit;
    private final Backoff backoff =
            new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), RandomGenerator.getDefault());
    private final RetryLog retryLog = new RetryLog(InstantSource.system());

    private KafkaReadStream<byte[], byte[]> stream;
    private DeadLetterPublisher deadLetters;
    private BatchDelivery.Services delivering;
    private Promise<Void> settledSignal = Promise.promise();
    private Future<Void> polling = Future.succeededFuture();
    private boolean paused;
    private boolean stopping;
    private int pollFailures;
    private long nextCommitNanos;

    public ConsumerVerticle(Settings settings, Collaborators with) {
        this.settings = settings;
        this.with = with;
        this.limit = new InFlightLimit(
                settings.batch().maxInFlightRecords(), settings.batch().maxInFlightBytes());
    }

    @Override
    public Future<?> start() {
        openDeadLetters();
        openStream();
        return stream.subscribe(Set.of(settings.topic())).onSuccess(subscribed -> {
            nextCommitNanos =
                    System.nanoTime() + settings.batch().commitInterval().toNanos();
            pollOn();
        });
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        return polling.transform(ended ->
                        drained(assignment.partitions(), settings.batch().drainTimeout()))
                .transform(ended -> commit())
                .transform(ended -> stream.close())
                .transform(ended -> deadLetters.close());
    }

    private void openDeadLetters() {
        deadLetters = new DeadLetterPublisher(
                vertx, with.properties(), settings.deadLetterTopic(), settings.group(), settings.version());
        delivering = new BatchDelivery.Services(
                vertx,
                deadLetters,
                with.metrics(),
                backoff,
                retryLog,
                // A worker answers within its own deadline; past twice that it never will.
                BatchDelivery.Services.sendingWithin(
                        settings.batch().statementTimeout().multipliedBy(2)));
    }

    private void openStream() {
        Consumer<byte[], byte[]> client = new KafkaConsumer<>(
                with.properties().consumer(settings.member(), settings.batch().maxRecords()));
        RebalanceGate gate = new RebalanceGate(context, this, client, REVOKE_PATIENCE);
        stream = KafkaReadStream.create(
                vertx, ListeningConsumer.wrap(client, gate, CLOSE_TIMEOUT), new KafkaClientOptions());
        stream.exceptionHandler(failure -> LOG.debug("Kafka call failed", failure));
    }

    // ---- reading

    private void pollOn() {
        if (stopping) {
            return;
        }
        polling = commitIfDue()
                .compose(done -> pauseOrResume())
                .compose(done -> stream.poll(limit.hasRoom() ? POLL_TIMEOUT : Duration.ZERO))
                .onSuccess(this::take)
                .transform(polled -> {
                    next(polled.cause());
                    return Future.succeededFuture();
                });
    }

    private void next(@Nullable Throwable failure) {
        if (failure != null) {
            pollFailed(failure);
        } else if (limit.hasRoom()) {
            pollFailures = 0;
            pollOn();
        } else {
            // Whichever comes first: room, or the time to poll for the sake of the membership.
            settledOr(POLL_TIMEOUT).onComplete(done -> pollOn());
        }
    }

    private void pollFailed(Throwable failure) {
        if (isForAPerson(failure)) {
            with.onImpossible().accept("Kafka refuses this consumer: " + failure.getMessage());
            return;
        }
        pollFailures++;
        retryLog.failed("poll", "topic=" + settings.topic(), failure.toString());
        vertx.timer(backoff.millisAfter(pollFailures)).onComplete(now -> pollOn());
    }

    private static boolean isForAPerson(Throwable failure) {
        return failure instanceof AuthenticationException
                || failure instanceof AuthorizationException
                || failure instanceof InconsistentGroupProtocolException
                || failure instanceof FencedInstanceIdException
                || failure instanceof UnsupportedVersionException;
    }

    private Future<Void> pauseOrResume() {
        if (!limit.hasRoom()) {
            paused = true;
            return stream.pause(assignment.partitions());
        }
        if (paused) {
            paused = false;
            return stream.resume(assignment.partitions());
        }
        return Future.succeededFuture();
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            take(partition, records.records(partition));
        }
    }

    private void take(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        PartitionIntake intake = assignment.intakeOf(partition);
        if (intake != null && !intake.follows(records.get(0).offset())) {
            LOG.warn("the log starts again, was the topic made anew? partition={}", partition);
            assignment.begin(Set.of(partition), with.topics().ensure(settings.topic()));
            intake = assignment.intakeOf(partition);
        }
        if (intake == null) {
            return;
        }
        deliver(intake, records);
    }

    private void deliver(PartitionIntake intake, List<ConsumerRecord<byte[], byte[]>> records) {
        long bytes = bytesOf(records);
        long readAt = System.nanoTime();
        Span span = intake.open(
                records.get(0).offset(), records.get(records.size() - 1).offset());
        limit.acquire(records.size(), bytes);
        with.metrics().consumed(records.size(), bytes);
        new BatchDelivery(delivering, intake, span, records).deliver().onComplete(outcome -> {
            limit.release(records.size(), bytes);
            if (outcome.succeeded()) {
                intake.settle(span);
                count(outcome.result(), System.nanoTime() - readAt);
            } else {
                abandoned(outcome.cause());
            }
            signalSettled();
        });
    }

    private static long bytesOf(List<ConsumerRecord<byte[], byte[]>> records) {
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        }
        return bytes;
    }

    private void count(Settled settled, long nanos) {
        with.metrics().stored(settled.stored());
        with.metrics().duplicate(settled.duplicate());
        for (RejectedRecord rejected : settled.rejected()) {
            with.metrics().rejected(rejected.rejection().reason());
        }
        with.metrics()
                .batchSettled(
                        settled.stored()
                                + settled.duplicate()
                                + settled.rejected().size(),
                        nanos);
    }

    private void abandoned(Throwable cause) {
        if (cause instanceof StaleException) {
            with.metrics().staleOutcome();
        } else if (cause instanceof ImpossibleException impossible) {
            with.onImpossible().accept(impossible.getMessage());
        } else {
            LOG.error("a batch ended in a way that it must not", cause);
            with.onImpossible().accept("internal error: " + cause);
        }
    }

    // ---- waiting

    private void signalSettled() {
        Promise<Void> signal = settledSignal;
        settledSignal = Promise.promise();
        signal.complete();
    }

    /** Completes with the next settled batch, or when the time is over. */
    private Future<Void> settledOr(Duration time) {
        Promise<Void> either = Promise.promise();
        long timer = vertx.setTimer(Math.max(1, time.toMillis()), over -> either.tryComplete());
        settledSignal.future().onComplete(settled -> {
            vertx.cancelTimer(timer);
            either.tryComplete();
        });
        return either.future();
    }

    /** Completes once nothing of these partitions is in flight, or when the time is over. */
    private Future<Void> drained(Set<TopicPartition> partitions, Duration time) {
        if (assignment.isIdle(partitions) || time.isNegative() || time.isZero()) {
            return Future.succeededFuture();
        }
        long started = System.nanoTime();
        return settledOr(time).compose(done -> drained(partitions, time.minusNanos(System.nanoTime() - started)));
    }

    // ---- committing

    private Future<Void> commitIfDue() {
        long now = System.nanoTime();
        if (now - nextCommitNanos < 0) {
            return Future.succeededFuture();
        }
        nextCommitNanos = now + settings.batch().commitInterval().toNanos();
        return commit();
    }

    /** Never fails: what could not be committed is committed the next time, or delivered again. */
    private Future<Void> commit() {
        Map<TopicPartition, OffsetAndMetadata> positions = assignment.uncommitted(assignment.partitions());
        if (positions.isEmpty()) {
            return Future.succeededFuture();
        }
        return stream.commit(positions)
                .onSuccess(done -> assignment.committed(positions))
                .onFailure(failure -> LOG.debug("not committed yet cause={}", failure.toString()))
                .transform(done -> {
                    with.metrics().committed(done.succeeded());
                    return Future.succeededFuture();
                });
    }

    // ---- rebalances

    @Override
    public void assigned(Set<TopicPartition> partitions) {
        LOG.info("partitions assigned member={} partitions={}", settings.member(), partitions);
        Future<TopicIdentity> topic = with.topics().ensure(settings.topic());
        assignment.begin(partitions, topic);
    }

    @Override
    public Future<Map<TopicPartition, OffsetAndMetadata>> revoked(Set<TopicPartition> partitions) {
        LOG.info("partitions revoked member={} partitions={}", settings.member(), partitions);
        return drained(partitions, REVOKE_PATIENCE).map(done -> {
            Map<TopicPartition, OffsetAndMetadata> positions = assignment.uncommitted(partitions);
            assignment.end(partitions);
            return positions;
        });
    }

    @Override
    public void lost(Set<TopicPartition> partitions) {
        assignment.end(partitions);
    }
}
