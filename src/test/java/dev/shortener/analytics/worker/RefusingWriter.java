package dev.shortener.analytics.worker;

import dev.shortener.analytics.event.Reason;
import dev.shortener.analytics.event.Rejection;
import dev.shortener.analytics.store.ClickBatch;
import dev.shortener.analytics.store.ClickRow;
import dev.shortener.analytics.store.ClickWriter;
import dev.shortener.analytics.store.WriteResult;
import dev.shortener.analytics.store.WriteResult.RefusedRow;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A database that has something against one short code, and stores nothing. Immutable. */
record RefusingWriter(String shortCode) implements ClickWriter {

    @Override
    public Future<WriteResult> write(ClickBatch batch) {
        List<RefusedRow> refused = IntStream.range(0, batch.records().size())
                .filter(index -> refuses(batch.records().get(index).row()))
                .mapToObj(index ->
                        new RefusedRow(index, new Rejection(Reason.REFUSED_BY_DATABASE, null, "SQLSTATE 23514")))
                .toList();
        return Future.succeededFuture(new WriteResult(clicks(batch) - refused.size(), 0, refused));
    }

    private static int clicks(ClickBatch batch) {
        return (int)
                batch.records().stream().filter(entry -> entry.row() != null).count();
    }

    private boolean refuses(@Nullable ClickRow row) {
        return row != null && row.click().shortCode().equals(shortCode);
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
