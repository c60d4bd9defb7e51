package dev.shortener.analytics.worker;

import dev.shortener.analytics.event.Reason;
import dev.shortener.analytics.event.Rejection;
import dev.shortener.analytics.store.ClickRow;
import dev.shortener.analytics.store.ClickWriter;
import dev.shortener.analytics.store.WriteResult;
import dev.shortener.analytics.store.WriteResult.RefusedRow;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.IntStream;

/** A database that has something against one short code, and stores nothing. Immutable. */
record RefusingWriter(String shortCode) implements ClickWriter {

    @Override
    public Future<WriteResult> write(List<ClickRow> rows) {
        List<RefusedRow> refused = IntStream.range(0, rows.size())
                .filter(index -> rows.get(index).click().shortCode().equals(shortCode))
                .mapToObj(index ->
                        new RefusedRow(index, new Rejection(Reason.REFUSED_BY_DATABASE, null, "SQLSTATE 23514")))
                .toList();
        return Future.succeededFuture(new WriteResult(rows.size() - refused.size(), 0, refused));
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
