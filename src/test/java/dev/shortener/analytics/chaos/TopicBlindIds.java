package dev.shortener.analytics.chaos;

import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.store.ClickBatch;
import dev.shortener.analytics.store.ClickRow;
import dev.shortener.analytics.store.ClickWriter;
import dev.shortener.analytics.store.WriteResult;
import io.vertx.core.Future;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A writer whose ids know the partition and the offset, and not which topic. Confined to the context of the writer behind it. */
record TopicBlindIds(ClickWriter writer) implements ClickWriter {

    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    @Override
    public Future<WriteResult> write(ClickBatch batch) {
        return writer.write(new ClickBatch(
                batch.topicId(),
                batch.partition(),
                batch.first(),
                batch.last(),
                batch.records().stream()
                        .map(entry -> new ClickBatch.Entry(
                                entry.offset(), entry.identity(), renamed(entry.row(), entry.identity())))
                        .toList()));
    }

    private static @Nullable ClickRow renamed(@Nullable ClickRow row, Position position) {
        return row == null
                ? null
                : new ClickRow(
                        new UUID(VERSION_8 | (long) position.partition() << 16, VARIANT | position.offset()),
                        row.click());
    }

    @Override
    public Future<Void> close() {
        return writer.close();
    }
}
