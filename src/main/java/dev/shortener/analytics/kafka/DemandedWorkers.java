package dev.shortener.analytics.kafka;

import dev.shortener.analytics.bus.Addresses;
import dev.shortener.analytics.bus.BatchOutcome;
import dev.shortener.analytics.bus.BatchOutcome.Failed;
import dev.shortener.analytics.bus.RecordBatch;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The workers of any node that ask for batches. Confined to the consumer's context.
 *
 * <p>A batch goes to the worker that has asked for longest, and waits for one where none has: nobody is sent what he did not ask
 * for. How many batches wait is bounded by whoever reads them. A worker that dies, or a batch that nobody wants for too long, is an
 * outcome that is not known: the batch is sent again.
 */
final class DemandedWorkers implements Workers {

    /** After which a demand goes back empty. A worker that stops waits for its demands: it must be short. */
    private static final Duration DEMAND_KEPT = Duration.ofSeconds(1);

    private static final Duration ANNOUNCEMENT_INTERVAL = Duration.ofSeconds(1);

    private final EventBus bus;
    private final Timers timers;
    private final Duration answerTimeout;
    private final String address = Addresses.CONSUMERS + "." + UUID.randomUUID();
    private final Deque<Message<String>> demands = new ArrayDeque<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private @Nullable MessageConsumer<String> asking;
    private Runnable cancelAnnouncement = () -> {};

    /** A batch that nobody has asked for yet. */
    private record Waiting(RecordBatch batch, Promise<BatchOutcome> outcome) {}

    /**
     * @param answerTimeout after which a worker's answer is waited for no longer
     */
    DemandedWorkers(EventBus bus, Timers timers, Duration answerTimeout) {
        this.bus = bus;
        this.timers = timers;
        this.answerTimeout = answerTimeout;
    }

    @Override
    public Future<Void> start() {
        asking = bus.consumer(address, this::demanded);
        return asking.completion().onSuccess(done -> announce());
    }

    @Override
    public Future<BatchOutcome> process(RecordBatch batch) {
        Message<String> demand = demands.pollFirst();
        return demand == null ? waitForDemand(batch) : send(demand, batch);
    }

    @Override
    public Future<Void> stop() {
        cancelAnnouncement.run();
        for (Message<String> demand = demands.pollFirst(); demand != null; demand = demands.pollFirst()) {
            demand.reply(null);
        }
        return asking == null ? Future.succeededFuture() : asking.unregister();
    }

    private void announce() {
        bus.publish(Addresses.CONSUMERS, address);
        cancelAnnouncement = timers.after(ANNOUNCEMENT_INTERVAL, this::announce);
    }

    private void demanded(Message<String> demand) {
        Waiting longest = waiting.pollFirst();
        if (longest != null) {
            send(demand, longest.batch()).onComplete(longest.outcome());
            return;
        }
        demands.addLast(demand);
        timers.after(DEMAND_KEPT, () -> {
            if (demands.remove(demand)) {
                demand.reply(null);
            }
        });
    }

    private Future<BatchOutcome> send(Message<String> demand, RecordBatch batch) {
        return demand.<BatchOutcome>replyAndRequest(
                        batch, new DeliveryOptions().setSendTimeout(answerTimeout.toMillis()))
                .map(Message::body)
                .recover(EventBusWorkers::unanswered);
    }

    private Future<BatchOutcome> waitForDemand(RecordBatch batch) {
        Waiting late = new Waiting(batch, Promise.promise());
        waiting.addLast(late);
        Runnable cancel = timers.after(answerTimeout, () -> {
            if (waiting.remove(late)) {
                late.outcome().complete(new Failed("no worker has asked for a batch for " + answerTimeout));
            }
        });
        return late.outcome().future().onComplete(done -> cancel.run());
    }
}
