package dev.shortener.analytics.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The batches of this node's consumers, spread over its workers in turn. Confined to the worker's context. */
public final class LocalBatches implements BatchSource {

    private final Vertx vertx;
    private @Nullable MessageConsumer<RecordBatch> batches;

    public LocalBatches(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public Future<Void> start(Function<RecordBatch, Future<BatchOutcome>> worker) {
        batches = vertx.eventBus().localConsumer(Addresses.BATCHES, message -> worker.apply(message.body())
                .onSuccess(message::reply));
        return batches.completion();
    }

    /** Consumers of this node have stopped before: what is still under way, the worker's own end waits for. */
    @Override
    public Future<Void> stop() {
        return batches == null ? Future.succeededFuture() : batches.unregister();
    }
}
