package dev.shortener.analytics.kafka;

import dev.shortener.analytics.metrics.PipelineMetrics;
import dev.shortener.analytics.metrics.Step;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;

/**
 * Commits what is settled, from time to time. Confined to the consumer's context.
 *
 * <p>A commit that fails, or whose outcome is unknown, costs nothing but a later redelivery: the position is committed the next
 * time, and rows that are there already change nothing.
 */
final class OffsetCommitter {

    private final Assignment assignment;
    private final Function<Map<TopicPartition, OffsetAndMetadata>, Future<?>> broker;
    private final PipelineMetrics metrics;
    private final RetryLog retryLog;
    private final long intervalNanos;
    private long nextNanos;

    /**
     * @param assignment whose positions are committed
     * @param broker commits positions
     * @param metrics counts commits
     * @param retryLog hears of those that failed
     * @param interval between two commits
     */
    OffsetCommitter(
            Assignment assignment,
            Function<Map<TopicPartition, OffsetAndMetadata>, Future<?>> broker,
            PipelineMetrics metrics,
            RetryLog retryLog,
            Duration interval) {
        this.assignment = assignment;
        this.broker = broker;
        this.metrics = metrics;
        this.retryLog = retryLog;
        this.intervalNanos = interval.toNanos();
        this.nextNanos = System.nanoTime() + intervalNanos;
    }

    /** Commits if the interval is over. Never fails. */
    Future<Void> commitIfDue() {
        long now = System.nanoTime();
        if (now - nextNanos < 0) {
            return Future.succeededFuture();
        }
        nextNanos = now + intervalNanos;
        return commit();
    }

    /** Commits now. Never fails. */
    Future<Void> commit() {
        Map<TopicPartition, OffsetAndMetadata> positions = assignment.uncommitted(assignment.partitions());
        if (positions.isEmpty()) {
            return Future.succeededFuture();
        }
        long begin = System.nanoTime();
        return broker.apply(positions).transform(done -> {
            metrics.stepTook(Step.COMMIT, System.nanoTime() - begin);
            metrics.committed(done.succeeded());
            if (done.succeeded()) {
                assignment.committed(positions);
            } else if (!(done.cause() instanceof RebalanceInProgressException)) {
                retryLog.failed("commit", positions, done.cause().toString());
            }
            return Future.succeededFuture();
        });
    }
}
