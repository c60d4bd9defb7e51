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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of any node that ask for batches. Confined to the consumer's context.
 *
 * <p>A batch goes to the worker that has asked for longest, and waits for one where none has: nobody is sent what he did not ask
 * for. How many batches wait is bounded by whoever reads them. A worker whose node leaves the cluster, one that does not answer, or a
 * batch that nobody wants for too long, is an outcome that is not known: the batch is sent again.
 */
final class DemandedWorkers implements Workers {

    private static final Logger LOG = LoggerFactory.getLogger(DemandedWorkers.class);

    /** After which a demand goes back empty. A worker that stops waits for its demands: it must be short. */
    private static final Duration DEMAND_KEPT = Duration.ofSeconds(1);

    private static final Duration ANNOUNCEMENT_INTERVAL = Duration.ofSeconds(1);

    private final EventBus bus;
    private final Timers timers;
    private final Duration answerTimeout;
    private final String address = Addresses.CONSUMERS + "." + UUID.randomUUID();
    private final Deque<Message<String>> demands = new ArrayDeque<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Set<Held> held = new HashSet<>();
    private @Nullable MessageConsumer<String> asking;
    private @Nullable MessageConsumer<String> departures;
    private Runnable cancelAnnouncement = () -> {};

    /** A batch that nobody has asked for yet. */
    private record Waiting(RecordBatch batch, Promise<BatchOutcome> outcome) {}

    /** A batch that is with a worker of a node. */
    private record Held(String node, Promise<BatchOutcome> outcome) {}

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
        departures = bus.localConsumer(Addresses.DEPARTURES, left -> departed(left.body()));
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
        return unregister(asking).transform(done -> unregister(departures));
    }

    private static Future<Void> unregister(@Nullable MessageConsumer<String> consumer) {
        return consumer == null ? Future.succeededFuture() : consumer.unregister();
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
        Held sent = new Held(demand.body(), Promise.promise());
        held.add(sent);
        demand.<BatchOutcome>replyAndRequest(batch, new DeliveryOptions().setSendTimeout(answerTimeout.toMillis()))
                .map(Message::body)
                .recover(EventBusWorkers::unanswered)
                .onSuccess(sent.outcome()::tryComplete)
                .onFailure(sent.outcome()::tryFail);
        return sent.outcome().future().onComplete(done -> held.remove(sent));
    }

    /** If the node lives on, cut off from the cluster, a late answer of it counts no more. */
    private void departed(String node) {
        demands.removeIf(demand -> demand.body().equals(node));
        List<Held> lost =
                held.stream().filter(batch -> batch.node().equals(node)).toList();
        if (!lost.isEmpty()) {
            LOG.warn("node has left the cluster, its batches are sent again node={} batches={}", node, lost.size());
        }
        lost.forEach(batch -> batch.outcome().tryComplete(new Failed("the worker's node has left the cluster")));
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
