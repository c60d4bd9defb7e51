package dev.shortener.analytics.kafka;

import static dev.shortener.analytics.kafka.TestPartitions.FIRST;
import static dev.shortener.analytics.kafka.TestPartitions.SECOND;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.bus.Addresses;
import dev.shortener.analytics.bus.BatchOutcome;
import dev.shortener.analytics.bus.BatchOutcome.Settled;
import dev.shortener.analytics.bus.RecordBatch;
import dev.shortener.analytics.bus.WireCodec;
import dev.shortener.analytics.config.DeadLetterConfig;
import dev.shortener.analytics.metrics.KafkaClientMeters;
import dev.shortener.analytics.metrics.PrometheusMetrics;
import dev.shortener.analytics.store.OnContext;
import dev.shortener.analytics.trace.Tracing;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.kafka.client.common.KafkaClientOptions;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One member of a group as {@link ConsumerVerticle} puts it together, on Kafka's own fake, with a worker that answers when the test
 * says so. For the thread of one test.
 */
final class MockMember implements AutoCloseable {

    /** Any batch is large enough. */
    private static final Gathering NEVER = new Gathering(0, InstantSource.system());

    final CountingMockConsumer kafka = new CountingMockConsumer();
    final PrometheusMetrics metrics = new PrometheusMetrics();
    final List<String> impossible = new CopyOnWriteArrayList<>();
    final Assignment assignment = new Assignment(this::now);
    final RebalanceGate gate;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final BlockingQueue<Message<RecordBatch>> asked = new LinkedBlockingQueue<>();
    private final InFlightLimit limit;
    private final SettleSignal settled = new SettleSignal(Timers.of(vertx));
    private final Backoff backoff = new Backoff(Duration.ofMillis(2), Duration.ofMillis(10), new Random(1));
    private final RetryLog retryLog = new RetryLog(InstantSource.system());
    private final RecordIntake intake;
    private final KafkaReadStream<byte[], byte[]> stream;
    private final PollLoop loop;
    private volatile @Nullable Error fault;

    /**
     * @param maxInFlight most records that are in flight
     * @param patience how long a revocation waits
     */
    MockMember(int maxInFlight, Duration patience) {
        this(maxInFlight, patience, NEVER);
    }

    /**
     * @param gathering says when polls wait
     */
    MockMember(int maxInFlight, Duration patience, Gathering gathering) {
        WireCodec.registerAll(vertx.eventBus());
        limit = new InFlightLimit(maxInFlight, 1_000_000);
        intake = new RecordIntake(
                assignment,
                limit,
                settled,
                delivering(),
                new TopicContinuity(
                        assignment,
                        () -> Future.succeededFuture(TestPartitions.TOPIC),
                        SameTopic.POSITIONS,
                        Timers.of(vertx),
                        backoff),
                impossible::add,
                patience);
        gate = new RebalanceGate(context, intake, kafka, patience);
        Consumer<byte[], byte[]> listening = ListeningConsumer.wrap(kafka, gate, Duration.ofSeconds(1));
        stream = KafkaReadStream.create(vertx, listening, new KafkaClientOptions());
        loop = loop(gathering);
        kafka.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
    }

    private BatchDelivery.Services delivering() {
        ClientProperties properties = new ClientProperties(TestPartitions.config(Map.of()));
        return new BatchDelivery.Services(
                new EventBusWorkers(vertx.eventBus(), Duration.ofSeconds(30)),
                new DeadLetterPublisher(
                        vertx,
                        properties,
                        new DeadLetterFormat(new DeadLetterConfig("clicks.dlq"), "group", "1"),
                        () -> Future.succeededFuture(TestPartitions.TOPIC),
                        KafkaClientMeters.NONE),
                metrics.pipeline(),
                backoff,
                retryLog,
                Timers.of(vertx),
                Tracing.NONE);
    }

    private PollLoop loop(Gathering gathering) {
        OffsetCommitter committer =
                new OffsetCommitter(assignment, stream::commit, metrics.pipeline(), retryLog, Duration.ZERO);
        return new PollLoop(
                new PollLoop.Collaborators(
                        vertx,
                        stream,
                        assignment,
                        new FlowControl(limit, assignment),
                        gathering,
                        committer,
                        settled,
                        backoff,
                        retryLog),
                intake::take,
                impossible::add);
    }

    /** Joins, gets these partitions, and polls. */
    MockMember started(TopicPartition... partitions) {
        OnContext.await(OnContext.call(context, () -> {
            vertx.eventBus().<RecordBatch>localConsumer(Addresses.BATCHES, asked::add);
            return stream.subscribe(Set.of("clicks")).onSuccess(done -> loop.start());
        }));
        rebalance(Set.of(partitions)).join();
        return this;
    }

    /**
     * The group gives this member these partitions one after the other, within one poll and on its thread.
     *
     * @return done when every callback has returned
     */
    @SafeVarargs
    final CompletableFuture<Void> rebalance(Set<TopicPartition>... steps) {
        return whilePolling(() -> {
            for (Set<TopicPartition> step : steps) {
                kafka.rebalance(step);
            }
        });
    }

    /** Runs within a poll, on its thread. */
    CompletableFuture<Void> whilePolling(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        kafka.schedulePollTask(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (RuntimeException | AssertionError failed) {
                done.completeExceptionally(failed);
            }
        });
        return done;
    }

    void send(TopicPartition partition, long from, int count) {
        whilePolling(() -> {
                    for (long offset = from; offset < from + count; offset++) {
                        kafka.addRecord(new ConsumerRecord<>(
                                partition.topic(), partition.partition(), offset, null, new byte[] {'{', '}'}));
                    }
                })
                .join();
    }

    /** The next batch that the worker is asked for. */
    Message<RecordBatch> nextBatch() {
        try {
            Message<RecordBatch> batch = asked.poll(20, TimeUnit.SECONDS);
            if (batch == null) {
                throw new AssertionError("the worker is not asked");
            }
            return batch;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    boolean isWorkerAsked() {
        return !asked.isEmpty();
    }

    static void store(Message<RecordBatch> batch) {
        batch.reply((BatchOutcome) new Settled(batch.body().records().size(), 0, List.of()));
    }

    OffsetAndMetadata committed(TopicPartition partition) {
        return kafka.committed(Set.of(partition)).get(partition);
    }

    /** Returns after so many more polls. */
    void awaitPolls(int more) {
        int until = kafka.polls() + more;
        await().until(() -> kafka.polls() >= until);
    }

    /** What is in flight, asked on the context. */
    Load inFlight() {
        return OnContext.await(OnContext.call(context, () -> Future.succeededFuture(limit.inFlight())));
    }

    Future<Void> drained(Duration time) {
        return OnContext.call(context, () -> intake.drained(assignment.partitions(), time));
    }

    void revokeAtOnce() {
        OnContext.await(OnContext.call(context, () -> {
            intake.revokeAtOnce();
            return Future.succeededFuture();
        }));
    }

    /** From now on no record can be taken. */
    void breakBy(Error newFault) {
        fault = newFault;
    }

    private Instant now() {
        Error broken = fault;
        if (broken != null) {
            throw broken;
        }
        return Instant.now();
    }

    void stopPolling() {
        OnContext.await(OnContext.call(context, loop::stop));
    }

    @Override
    public void close() {
        stopPolling();
        OnContext.await(OnContext.call(context, stream::close));
        OnContext.await(vertx.close());
        metrics.close();
    }
}
