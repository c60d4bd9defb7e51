package dev.shortener.analytics.kafka;

import dev.shortener.analytics.bus.Addresses;
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
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
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
            Vertx vertx,
            DeadLetterPublisher deadLetters,
            PipelineMetrics metrics,
            Backoff backoff,
            RetryLog retryLog,
            DeliveryOptions sending) {

        static DeliveryOptions sendingWithin(Duration answerTimeout) {
            return new DeliveryOptions().setLocalOnly(true).setSendTimeout(answerTimeout.toMillis());
        }
    }

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
                    RecordBatch batch = batch(topic);
                    return send(batch, 1).compose(settled -> publishRejected(topic, settled));
                });
    }

    private RecordBatch batch(TopicIdentity topic) {
        List<RawRecord> raw = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            raw.add(RecordHeaders.raw(record));
        }
        return new RecordBatch(topic, intake.partition().partition(), raw);
    }

    private Future<Settled> send(RecordBatch batch, int attempt) {
        if (!intake.isCurrent()) {
            return Future.failedFuture(new StaleException(toString()));
        }
        return services.vertx()
                .eventBus()
                .<BatchOutcome>request(Addresses.BATCHES, batch, services.sending())
                .map(Message::body)
                .recover(BatchDelivery::unanswered)
                .compose(outcome -> settledOrAgain(batch, attempt, outcome));
    }

    private static Future<BatchOutcome> unanswered(Throwable failure) {
        return failure instanceof ReplyException
                ? Future.succeededFuture(new Failed("no answer from a worker: " + failure.getMessage()))
                : Future.failedFuture(failure);
    }

    private Future<Settled> settledOrAgain(RecordBatch batch, int attempt, BatchOutcome outcome) {
        if (outcome instanceof Settled settled) {
            return intake.isCurrent()
                    ? Future.succeededFuture(settled)
                    : Future.failedFuture(new StaleException(toString()));
        }
        if (outcome instanceof Impossible impossible) {
            return Future.failedFuture(new ImpossibleException(impossible.message()));
        }
        intake.tryAgain(span);
        services.metrics().batchRetried();
        services.retryLog().failed("batch", this, ((Failed) outcome).message());
        return later(attempt, () -> send(batch, attempt + 1));
    }

    private Future<Settled> publishRejected(TopicIdentity topic, Settled settled) {
        if (settled.rejected().isEmpty()) {
            return Future.succeededFuture(settled);
        }
        List<Future<Void>> letters = new ArrayList<>(settled.rejected().size());
        for (RejectedRecord rejected : settled.rejected()) {
            letters.add(publish(topic, rejected, 1));
        }
        return Future.join(letters).map(settled);
    }

    private Future<Void> publish(TopicIdentity topic, RejectedRecord rejected, int attempt) {
        if (!intake.isCurrent()) {
            return Future.failedFuture(new StaleException(toString()));
        }
        return services.deadLetters()
                .publish(records.get(rejected.index()), topic, rejected.rejection())
                .recover(failure -> {
                    intake.tryAgain(span);
                    services.metrics().deadLetterRetried();
                    services.retryLog().failed("dead letter", this, failure.toString());
                    return later(attempt, () -> publish(topic, rejected, attempt + 1));
                });
    }

    private <T> Future<T> later(int attempt, Supplier<Future<T>> next) {
        return services.vertx().timer(services.backoff().millisAfter(attempt)).compose(now -> next.get());
    }

    @Override
    public String toString() {
        return "topic=" + intake.partition().topic() + " partition="
                + intake.partition().partition() + " offset=" + span.first() + ".." + span.last();
    }
}
