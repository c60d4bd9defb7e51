package dev.shortener.analytics.kafka;

import dev.shortener.analytics.bus.BatchOutcome;
import dev.shortener.analytics.bus.RecordBatch;
import io.vertx.core.Future;

/** Whoever turns batches into rows. Called from the consumer's context. */
interface Workers {

    /** Completes when batches can be sent. */
    default Future<Void> start() {
        return Future.succeededFuture();
    }

    /** Asks nobody any more. What is with a worker is answered all the same. */
    default Future<Void> stop() {
        return Future.succeededFuture();
    }

    /**
     * Tries a batch once.
     *
     * @return what became of it; {@link BatchOutcome.Failed} also if nobody answered in time, and it is unknown. Fails only by a bug
     */
    Future<BatchOutcome> process(RecordBatch batch);
}
