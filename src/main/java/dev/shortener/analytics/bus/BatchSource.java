package dev.shortener.analytics.bus;

import io.vertx.core.Future;
import java.util.function.Function;

/** Where a worker gets its batches from. Confined to the worker's context. */
public interface BatchSource {

    /**
     * Hands batches to a worker from now on. Several may be with it at once.
     *
     * @param worker tries a batch once, and never fails
     * @return completes when batches can arrive
     */
    Future<Void> start(Function<RecordBatch, Future<BatchOutcome>> worker);

    /** Hands out no more. Completes when nothing that was handed out is without an answer. */
    Future<Void> stop();
}
