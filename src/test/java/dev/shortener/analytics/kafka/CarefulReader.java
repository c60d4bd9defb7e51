package dev.shortener.analytics.kafka;

import dev.shortener.analytics.event.TopicIdentity;
import dev.shortener.analytics.metrics.PipelineMetrics;
import dev.shortener.analytics.trace.Tracing;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The service's own classes, as {@link ConsumerVerticle} puts them together. */
final class CarefulReader implements SimulatedReader {

    static final int MAX_IN_FLIGHT = 40;

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Assignment assignment;
    private final InFlightLimit limit = new InFlightLimit(MAX_IN_FLIGHT, 1_000_000);
    private final FlowControl flow;
    private final RecordIntake intake;
    private final OffsetCommitter committer;

    /**
     * @param topic who the topic is now
     * @param broker commits positions
     */
    CarefulReader(
            SimulatedTime time,
            RandomGenerator random,
            Workers workers,
            DeadLetters deadLetters,
            Supplier<Future<TopicIdentity>> topic,
            Function<Map<TopicPartition, OffsetAndMetadata>, Future<?>> broker) {
        RetryLog retryLog = new RetryLog(time);
        assignment = new Assignment(time);
        committer = new OffsetCommitter(assignment, broker, PipelineMetrics.NONE, retryLog, Duration.ZERO);
        flow = new FlowControl(limit, assignment);
        BatchDelivery.Services services = new BatchDelivery.Services(
                workers,
                deadLetters,
                PipelineMetrics.NONE,
                new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), random),
                retryLog,
                time,
                Tracing.NONE);
        intake = new RecordIntake(
                assignment,
                limit,
                new SettleSignal(time),
                services,
                new TopicContinuity(
                        assignment,
                        topic,
                        SameTopic.POSITIONS,
                        time,
                        new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), random)),
                impossible -> {
                    throw new AssertionError(impossible);
                },
                PATIENCE);
    }

    @Override
    public void take(ConsumerRecords<byte[], byte[]> records) {
        intake.take(records);
    }

    @Override
    public Future<Void> commit() {
        return committer.commit();
    }

    @Override
    public Set<TopicPartition> closed() {
        return flow.closed().stream().map(PartitionIntake::partition).collect(Collectors.toSet());
    }

    @Override
    public int inFlight() {
        return limit.inFlight().records();
    }

    @Override
    public Future<Void> drained() {
        return intake.drained(assignment.partitions(), PATIENCE);
    }

    @Override
    public void assigned(Set<TopicPartition> partitions) {
        intake.assigned(partitions);
    }

    @Override
    public Future<Map<TopicPartition, OffsetAndMetadata>> revoked(Set<TopicPartition> partitions) {
        return intake.revoked(partitions);
    }

    @Override
    public void lost(Set<TopicPartition> partitions) {
        intake.lost(partitions);
    }
}
