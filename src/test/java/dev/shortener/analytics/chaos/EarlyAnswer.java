package dev.shortener.analytics.chaos;

import dev.shortener.analytics.store.ClickBatch;
import dev.shortener.analytics.store.ClickWriter;
import dev.shortener.analytics.store.WriteResult;
import io.vertx.core.Future;
import java.util.List;

/** A writer that says "stored" before it writes, until it crashes. Confined to the context of the writer behind it. */
final class EarlyAnswer implements ClickWriter {

    private final ClickWriter writer;
    private volatile boolean crashed;

    EarlyAnswer(ClickWriter writer) {
        this.writer = writer;
    }

    /** What it has promised from now on is never written. */
    void crash() {
        crashed = true;
    }

    @Override
    public Future<WriteResult> write(ClickBatch batch) {
        if (!crashed) {
            return writer.write(batch);
        }
        int rows = (int)
                batch.records().stream().filter(entry -> entry.row() != null).count();
        return Future.succeededFuture(new WriteResult(rows, 0, List.of()));
    }

    @Override
    public Future<Void> close() {
        return writer.close();
    }
}
