package dev.shortener.analytics.chaos;

import dev.shortener.analytics.bus.BatchOutcome;
import dev.shortener.analytics.bus.BatchOutcome.Settled;
import dev.shortener.analytics.bus.BatchSource;
import dev.shortener.analytics.bus.RecordBatch;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** The way to a worker whose rejections nobody hears of: what cannot be a click becomes no dead letter. Confined as what is behind it. */
record ForgottenRejections(BatchSource source) implements BatchSource {

    @Override
    public Future<Void> start(Function<RecordBatch, Future<BatchOutcome>> worker) {
        return source.start(batch -> worker.apply(batch).map(ForgottenRejections::forget));
    }

    private static BatchOutcome forget(BatchOutcome outcome) {
        return outcome instanceof Settled settled
                ? new Settled(settled.stored(), settled.duplicate(), List.of())
                : outcome;
    }

    @Override
    public Future<Void> stop() {
        return source.stop();
    }
}
