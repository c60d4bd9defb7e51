package dev.shortener.analytics.kafka;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupMaxSizeReachedException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.apache.kafka.common.errors.UnsupportedAssignorException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls, again and again. Confined to the consumer's context.
 *
 * <p>A poll follows the one before as soon as what it brought is on its way, so that every call on the Kafka consumer comes from
 * one chain of futures. While {@link FlowControl} closes every partition it polls ten times a second with all of them paused:
 * nothing is read, and the member stays in its group. Before that it waits while {@link Gathering} thinks it better. A poll that fails
 * is tried again, ever more slowly.
 */
final class PollLoop {

    private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);

    private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);

    /** Whom the loop works with; all of them confined to the same context. */
    record Collaborators(
            Vertx vertx,
            KafkaReadStream<byte[], byte[]> stream,
            Assignment assignment,
            FlowControl flow,
            Gathering gathering,
            OffsetCommitter committer,
            SettleSignal settled,
            Backoff backoff,
            RetryLog retryLog) {}

    private final Collaborators with;
    private final PausedPartitions paused;
    private final Consumer<ConsumerRecords<byte[], byte[]>> records;
    private final Consumer<String> onImpossible;
    private Future<Void> polling = Future.succeededFuture();
    private boolean stopping;
    private int failures;

    /**
     * @param records takes what a poll brings
     * @param onImpossible told what only a person can mend; the loop has ended then
     */
    PollLoop(Collaborators with, Consumer<ConsumerRecords<byte[], byte[]>> records, Consumer<String> onImpossible) {
        this.with = with;
        this.paused = new PausedPartitions(with.stream());
        this.records = records;
        this.onImpossible = onImpossible;
    }

    void start() {
        pollOn();
    }

    /** Completes, never with a failure, when the last poll has ended. */
    Future<Void> stop() {
        stopping = true;
        return polling;
    }

    private void pollOn() {
        if (stopping) {
            return;
        }
        polling = with.committer()
                .commitIfDue()
                .compose(done -> paused.become(with.flow().closed()))
                .compose(done -> with.stream().poll(mayRead() ? POLL_TIMEOUT : Duration.ZERO))
                .transform(polled -> {
                    goOn(polled);
                    return Future.succeededFuture();
                });
    }

    /** Were a loop to go on that could not take what it polled, it would commit past it; were it just to end, nobody would know. */
    private void goOn(AsyncResult<ConsumerRecords<byte[], byte[]>> polled) {
        try {
            next(polled);
        } catch (RuntimeException | Error fault) {
            LOG.error("what was polled could not be taken", fault);
            onImpossible.accept("internal error: " + fault);
        }
    }

    private void next(AsyncResult<ConsumerRecords<byte[], byte[]>> polled) {
        if (polled.failed()) {
            failed(polled.cause());
            return;
        }
        failures = 0;
        records.accept(polled.result());
        // Whichever comes first: room, or the time to poll for the sake of the membership.
        with.settled().until(this::isWorthPolling, POLL_TIMEOUT).onComplete(done -> pollOn());
    }

    private boolean isWorthPolling() {
        Collection<PartitionIntake> intakes = with.assignment().intakes();
        return intakes.isEmpty()
                || !(with.flow().closed().containsAll(intakes)
                        || with.gathering().isWorthIt(intakes));
    }

    /** Whether a poll may bring records; one without partitions waits for the first of them. */
    private boolean mayRead() {
        return with.assignment().intakes().isEmpty()
                || !paused.containsAll(with.assignment().intakes());
    }

    private void failed(Throwable failure) {
        if (isForAPerson(failure)) {
            onImpossible.accept("Kafka refuses this consumer: " + failure.getMessage());
            return;
        }
        failures++;
        with.retryLog().failed("poll", "", failure.toString());
        with.vertx().timer(with.backoff().millisAfter(failures)).onComplete(now -> pollOn());
    }

    /** After these, a consumer of the group protocol {@code consumer} polls on without an error and without a partition, for ever. */
    private static boolean isForAPerson(Throwable failure) {
        return failure instanceof AuthenticationException
                || failure instanceof AuthorizationException
                || failure instanceof InconsistentGroupProtocolException
                || failure instanceof FencedInstanceIdException
                || failure instanceof UnreleasedInstanceIdException
                || failure instanceof UnsupportedAssignorException
                || failure instanceof GroupMaxSizeReachedException
                || failure instanceof UnsupportedVersionException;
    }
}
