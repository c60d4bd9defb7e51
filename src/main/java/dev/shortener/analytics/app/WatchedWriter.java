package dev.shortener.analytics.app;

import dev.shortener.analytics.event.EnrichedClick;
import dev.shortener.analytics.http.live.LiveClick;
import dev.shortener.analytics.http.live.NewestClicks;
import dev.shortener.analytics.store.ClickBatch;
import dev.shortener.analytics.store.ClickRow;
import dev.shortener.analytics.store.ClickWriter;
import dev.shortener.analytics.store.WriteResult;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Shows those who watch what has been stored, and otherwise leaves everything to the writer behind it. As confined as that.
 *
 * <p>Nobody watching, it costs one look at a flag for each batch; otherwise, at most {@value NewestClicks#MOST} small objects.
 */
final class WatchedWriter implements ClickWriter {

    private final ClickWriter writer;
    private final NewestClicks newest;

    /**
     * @param writer writes
     * @param newest is shown the newest clicks of each batch of which something was stored
     */
    WatchedWriter(ClickWriter writer, NewestClicks newest) {
        this.writer = writer;
        this.newest = newest;
    }

    @Override
    public Future<WriteResult> write(ClickBatch batch) {
        Future<WriteResult> written = writer.write(batch);
        return newest.isWatched() ? written.onSuccess(result -> show(batch, result)) : written;
    }

    private void show(ClickBatch batch, WriteResult result) {
        if (result.stored() > 0) {
            newest.add(lastOf(batch.records(), result.refused()));
        }
    }

    private static List<LiveClick> lastOf(List<ClickBatch.Entry> records, List<WriteResult.RefusedRow> refused) {
        Set<Integer> none = refused.stream().map(WriteResult.RefusedRow::index).collect(Collectors.toUnmodifiableSet());
        List<LiveClick> clicks = new ArrayList<>();
        for (int index = records.size() - 1; index >= 0 && clicks.size() < NewestClicks.MOST; index--) {
            ClickRow row = records.get(index).row();
            if (row != null && !none.contains(index)) {
                clicks.add(shown(row.click()));
            }
        }
        Collections.reverse(clicks);
        return clicks;
    }

    private static LiveClick shown(EnrichedClick click) {
        return new LiveClick(
                click.shortCode(),
                click.clickedAt().getEpochSecond(),
                click.countryCode(),
                click.deviceType().label(),
                click.trafficSource(),
                click.trafficChannel().label());
    }

    @Override
    public Future<Void> close() {
        return writer.close();
    }
}
