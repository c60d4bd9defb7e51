package dev.shortener.analytics.bus;

import dev.shortener.analytics.bus.BatchOutcome.Failed;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batches of the consumers of all nodes, each asked for before it is sent. Confined to the worker's context.
 *
 * <p>There is one demand at each consumer at a time, and the next one is made once the batch is answered: a worker never holds more
 * batches than there are consumers, however many it could have. A demand that has brought nothing for a while comes back empty, and
 * is made again. A consumer that does not answer is forgotten, until it is heard of again. Each demand names the node that it comes
 * from, so that the consumer need not wait for a node that has left.
 */
public final class DemandedBatches implements BatchSource {

    private static final Logger LOG = LoggerFactory.getLogger(DemandedBatches.class);

    /** A consumer keeps a demand for a second. One that is gone holds up a worker that stops, for no longer than this. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(4);

    private final Vertx vertx;
    private final String node;
    private final DeliveryOptions options = new DeliveryOptions().setSendTimeout(ANSWER_TIMEOUT.toMillis());
    private final Set<String> asked = new HashSet<>();
    private final Promise<Void> ended = Promise.promise();
    private @Nullable MessageConsumer<String> announcements;
    private boolean stopping;

    /**
     * @param node id of this node in the cluster
     */
    public DemandedBatches(Vertx vertx, String node) {
        this.vertx = vertx;
        this.node = node;
    }

    @Override
    public Future<Void> start(Function<RecordBatch, Future<BatchOutcome>> worker) {
        announcements = vertx.eventBus().consumer(Addresses.CONSUMERS, heard -> heardOf(heard.body(), worker));
        return announcements.completion();
    }

    @Override
    public Future<Void> stop() {
        stopping = true;
        endIfNothingIsAsked();
        Future<Void> unregistered = announcements == null ? Future.succeededFuture() : announcements.unregister();
        return unregistered.transform(done -> ended.future());
    }

    private void heardOf(String consumer, Function<RecordBatch, Future<BatchOutcome>> worker) {
        if (!stopping && asked.add(consumer)) {
            ask(consumer, worker);
        }
    }

    private void ask(String consumer, Function<RecordBatch, Future<BatchOutcome>> worker) {
        if (stopping) {
            forget(consumer);
            return;
        }
        vertx.eventBus()
                .<RecordBatch>request(consumer, node, options)
                .onSuccess(answer -> work(answer, worker).onComplete(done -> ask(consumer, worker)))
                .onFailure(gone -> {
                    LOG.debug("no answer from a consumer address={} cause=\"{}\"", consumer, gone.getMessage());
                    forget(consumer);
                });
    }

    private Future<?> work(Message<@Nullable RecordBatch> answer, Function<RecordBatch, Future<BatchOutcome>> worker) {
        RecordBatch batch = answer.body();
        if (batch == null) {
            return Future.succeededFuture();
        }
        Future<BatchOutcome> outcome =
                stopping ? Future.succeededFuture(new Failed("the worker stops")) : worker.apply(batch);
        return outcome.onSuccess(answer::reply);
    }

    private void forget(String consumer) {
        asked.remove(consumer);
        endIfNothingIsAsked();
    }

    private void endIfNothingIsAsked() {
        if (stopping && asked.isEmpty()) {
            ended.tryComplete();
        }
    }
}
