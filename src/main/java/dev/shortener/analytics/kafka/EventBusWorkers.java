package dev.shortener.analytics.kafka;

import dev.shortener.analytics.bus.Addresses;
import dev.shortener.analytics.bus.BatchOutcome;
import dev.shortener.analytics.bus.BatchOutcome.Failed;
import dev.shortener.analytics.bus.RecordBatch;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import java.time.Duration;

/** The workers of this node, each of which gets a batch in turn. Immutable. */
final class EventBusWorkers implements Workers {

    private final EventBus bus;
    private final DeliveryOptions options;

    /**
     * @param answerTimeout after which a worker's answer is waited for no longer
     */
    EventBusWorkers(EventBus bus, Duration answerTimeout) {
        this.bus = bus;
        this.options = new DeliveryOptions().setLocalOnly(true).setSendTimeout(answerTimeout.toMillis());
    }

    @Override
    public Future<BatchOutcome> process(RecordBatch batch) {
        return bus.<BatchOutcome>request(Addresses.BATCHES, batch, options)
                .map(Message::body)
                .recover(EventBusWorkers::unanswered);
    }

    /** The outcome of a batch that nobody answered for: not known. */
    static Future<BatchOutcome> unanswered(Throwable failure) {
        return failure instanceof ReplyException
                ? Future.succeededFuture(new Failed("no answer from a worker: " + failure.getMessage()))
                : Future.failedFuture(failure);
    }
}
