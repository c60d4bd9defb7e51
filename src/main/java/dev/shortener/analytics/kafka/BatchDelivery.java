package dev.shortener.analytics.kafka;

import dev.shortener.analytics.bus.BatchOutcome;
import dev.shortener.analytics.bus.BatchOutcome.Failed;
import dev.shortener.analytics.bus.BatchOutcome.Impossible;
import dev.shortener.analytics.bus.BatchOutcome.RejectedRecord;
import dev.shortener.analytics.bus.BatchOutcome.Settled;
import dev.shortener.analytics.bus.RecordBatch;
import dev.shortener.analytics.event.RawRecord;
import dev.shortener.analytics.event.TopicIdentity;
import dev.shortener.analytics.kafka.OffsetTracker.Span;
import dev.shortener.analytics.metrics.PipelineMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Takes one batch to a worker, and its rejected records to the dead-letter topic, again and again until all of it is settled.
 * Confined to the consumer's context.
 *
 * <p>It gives up in two cases only, and then nothing of the batch is settled: its partition has gone to somebody else, who reads
 * the same records; or only a person can mend what is wrong. No answer from a worker means that the outcome is unknown: the batch
 * is sent again, which the ids of its rows make safe.
 */
final class BatchDelivery {

    /** The collaborators of every delivery of one consumer. */
    record Services(
            Workers workers,
            DeadLetters deadLetters,
            PipelineMetrics metrics,
            Backoff backoff,
            RetryLog retryLog,
            Timers timers) {}

    /** The partition has gone to somebody else since the batch was read. */
    static final class StaleException extends RuntimeException {
        StaleException(String batch) {
            super(batch + " belongs to another member now", null, false, false);
        }
    }

    /** Only a person can mend it. */
    static final class ImpossibleException extends RuntimeException {
        ImpossibleException(String message) {
            super(message, null, false, false);
        }
    }

    private final Services services;
    private final PartitionIntake intake;
    private final Span span;
    private final List<ConsumerRecord<byte[], byte[]>> records;

    BatchDelivery(Services services, PartitionIntake intake, Span span, List<ConsumerRecord<byte[], byte[]>> records) {
        this.services = services;
        this.intake = intake;
        this.span = span;
        this.records = records;
    }

    /**
     * @return completes when every record is in the table or in the dead-letter topic; fails with {@link StaleException} or
     *     {@link ImpossibleException}
     */
    Future<Settled> deliver() {
        return intake.topic()
                .recover(refused -> Future.failedFuture(new ImpossibleException(String.valueOf(refused.getMessage()))))
                .compose(topic -> {
                    Promise<Settled> settled = Promise.promise();
                    send(batch(topic), 1, settled);
                    return settled.future().compose(outcome -> publishRejected(topic, outcome));
                });
    }

    private RecordBatch batch(TopicIdentity topic) {
        List<RawRecord> raw = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            raw.add(RecordHeaders.raw(record));
        }
        return new RecordBatch(topic, intake.partition().partition(), raw);
    }

    private void send(RecordBatch batch, int attempt, Promise<Settled> settled) {
        if (!intake.isCurrent()) {
            settled.fail(new StaleException(toString()));
            return;
        }
        services.workers()
                .process(batch)
                .onFailure(settled::fail)
                .onSuccess(outcome -> settleOrTryAgain(batch, attempt, outcome, settled));
    }

    private void settleOrTryAgain(RecordBatch batch, int attempt, BatchOutcome outcome, Promise<Settled> settled) {
        if (!intake.isCurrent()) {
            settled.fail(new StaleException(toString()));
        } else if (outcome instanceof Settled all) {
            settled.complete(all);
        } else if (outcome instanceof Impossible impossible) {
            settled.fail(new ImpossibleException(impossible.message()));
        } else if (outcome instanceof Failed failed) {
            intake.tryAgain(span);
            services.metrics().batchRetried();
            services.retryLog().failed("batch", this, failed.message());
            later(attempt, () -> send(batch, attempt + 1, settled));
        }
    }

    private Future<Settled> publishRejected(TopicIdentity topic, Settled settled) {
        if (settled.rejected().isEmpty()) {
            return Future.succeededFuture(settled);
        }
        List<Future<Void>> letters = new ArrayList<>(settled.rejected().size());
        for (RejectedRecord rejected : settled.rejected()) {
            Promise<Void> acknowledged = Promise.promise();
            letters.add(acknowledged.future());
            publish(topic, rejected, 1, acknowledged);
        }
        return Future.join(letters).map(settled);
    }

    private void publish(TopicIdentity topic, RejectedRecord rejected, int attempt, Promise<Void> acknowledged) {
        if (!intake.isCurrent()) {
            acknowledged.fail(new StaleException(toString()));
            return;
        }
        services.deadLetters()
                .publish(records.get(rejected.index()), topic, rejected.rejection())
                .onSuccess(acknowledged::complete)
                .onFailure(failure -> {
                    intake.tryAgain(span);
                    services.metrics().deadLetterRetried();
                    services.retryLog().failed("dead letter", this, failure.toString());
                    later(attempt, () -> publish(topic, rejected, attempt + 1, acknowledged));
                });
    }

    /** Not a chain of futures: with a link for each attempt, the end of a day without a database would overflow the stack. */
    private void later(int attempt, Runnable next) {
        services.timers().after(Duration.ofMillis(services.backoff().millisAfter(attempt)), next);
    }

    @Override
    public String toString() {
        return "topic=" + intake.partition().topic() + " partition="
                + intake.partition().partition() + " offset=" + span.first() + ".." + span.last();
    }
}
