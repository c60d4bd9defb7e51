package dev.shortener.analytics.kafka;

import dev.shortener.analytics.bus.BatchOutcome;
import dev.shortener.analytics.bus.BatchOutcome.Failed;
import dev.shortener.analytics.bus.BatchOutcome.Impossible;
import dev.shortener.analytics.bus.BatchOutcome.RejectedRecord;
import dev.shortener.analytics.bus.BatchOutcome.Settled;
import dev.shortener.analytics.bus.RecordBatch;
import dev.shortener.analytics.event.RawRecord;
import dev.shortener.analytics.event.TopicIdentity;
import dev.shortener.analytics.event.TraceContext;
import dev.shortener.analytics.kafka.OffsetTracker.Span;
import dev.shortener.analytics.metrics.PipelineMetrics;
import dev.shortener.analytics.metrics.Step;
import dev.shortener.analytics.trace.BatchSpan;
import dev.shortener.analytics.trace.LogTrace;
import dev.shortener.analytics.trace.TracedBatch;
import dev.shortener.analytics.trace.TracedRecord;
import dev.shortener.analytics.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
            Timers timers,
            Tracing tracing) {}

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
    private final BatchSpan trace;

    BatchDelivery(Services services, PartitionIntake intake, Span span, List<ConsumerRecord<byte[], byte[]>> records) {
        this.services = services;
        this.intake = intake;
        this.span = span;
        this.records = records;
        this.trace = services.tracing().isOn() ? begin(services.tracing()) : BatchSpan.NONE;
    }

    private BatchSpan begin(Tracing tracing) {
        List<TracedRecord> sampled = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            RecordHeaders.trace(record.headers())
                    .filter(TraceContext::sampled)
                    .ifPresent(sender -> sampled.add(
                            new TracedRecord(record.offset(), Math.max(0, record.serializedValueSize()), sender)));
        }
        return tracing.batch(
                new TracedBatch(
                        intake.partition().topic(), intake.partition().partition(), records.size(), span.first()),
                sampled);
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
                })
                .onSuccess(this::traceSettled)
                .onFailure(given -> trace.abandoned(given instanceof StaleException ? "stale" : "impossible"));
    }

    private void traceSettled(Settled settled) {
        Map<Long, String> rejected = new HashMap<>();
        for (RejectedRecord record : settled.rejected()) {
            rejected.put(
                    records.get(record.index()).offset(),
                    record.rejection().reason().label());
        }
        trace.settled(settled.stored(), settled.duplicate(), rejected);
    }

    private RecordBatch batch(TopicIdentity topic) {
        List<RawRecord> raw = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            raw.add(RecordHeaders.raw(record));
        }
        return new RecordBatch(topic, intake.partition().partition(), raw, trace.context());
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
            logRetry("batch", attempt, failed.message());
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
        long begin = System.nanoTime();
        return Future.join(letters)
                .onComplete(done -> services.metrics().stepTook(Step.DEAD_LETTER, System.nanoTime() - begin))
                .map(settled);
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
                    logRetry("dead letter", attempt, failure.toString());
                    later(attempt, () -> publish(topic, rejected, attempt + 1, acknowledged));
                });
    }

    private void logRetry(String what, int attempt, String cause) {
        trace.triedAgain(what, attempt);
        LogTrace.on(trace.context(), () -> services.retryLog().failed(what, this, cause));
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
