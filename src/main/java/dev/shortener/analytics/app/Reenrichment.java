package dev.shortener.analytics.app;

import dev.shortener.analytics.bus.RecordBatch;
import dev.shortener.analytics.kafka.TopicScan;
import dev.shortener.analytics.store.ClickRow;
import dev.shortener.analytics.store.UpdateResult;
import dev.shortener.analytics.worker.BatchPreparation;
import dev.shortener.analytics.worker.BatchPreparation.DecodedBatch;
import dev.shortener.analytics.worker.BatchPreparation.PositionedClick;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes the rows of clicks once more, as the pipeline makes them, and brings those that are in the table up to date. For one thread.
 *
 * <p>Each batch is a transaction of its own. Whatever has been done stays done, and doing it again changes what is left.
 */
final class Reenrichment {

    /** Records of one click come shortly after each other: a producer that is not sure sends it again. */
    private static final int REMEMBERED = 200_000;

    private final BatchPreparation preparation;
    private final ReenrichWindow window;
    private final Function<List<ClickRow>, Optional<UpdateResult>> updates;
    private final RecentIds repeatable = new RecentIds(REMEMBERED);
    private final ChangeTally changes = new ChangeTally();
    private boolean complete;
    private long records;
    private long rejected;
    private long outside;
    private long repeated;
    private long lookedFor;
    private long present;
    private long changed;
    private long refused;

    /**
     * @param preparation the pipeline's own
     * @param window which clicks are looked at
     * @param updates takes rows, no two with the same id; its answer is empty if there is to be an end
     */
    Reenrichment(
            BatchPreparation preparation,
            ReenrichWindow window,
            Function<List<ClickRow>, Optional<UpdateResult>> updates) {
        this.preparation = preparation;
        this.window = window;
        this.updates = updates;
    }

    /** Told after every batch. */
    interface Listener {

        /**
         * @param records read so far
         * @param changed rows that differed so far
         */
        void done(long records, long changed);
    }

    /** Goes through all that is to be read. */
    void run(TopicScan scan, Listener listener) {
        boolean goOn = true;
        Optional<RecordBatch> batch = scan.next();
        while (goOn && batch.isPresent()) {
            goOn = process(batch.get());
            listener.done(records, changed);
            batch = goOn ? scan.next() : batch;
        }
        complete = goOn && !scan.isStopped();
    }

    /** Whether all was read, and nobody wanted an earlier end. */
    boolean isComplete() {
        return complete;
    }

    /** What has been seen and done so far. */
    ReenrichReport.Counts counts() {
        return new ReenrichReport.Counts(
                records, rejected, outside, repeated, present, lookedFor - present, changed, refused);
    }

    ChangeTally changes() {
        return changes;
    }

    private boolean process(RecordBatch batch) {
        DecodedBatch decoded = preparation.decode(batch);
        records += batch.records().size();
        rejected += decoded.rejected().size();
        List<ClickRow> rows = rows(batch, decoded);
        Optional<UpdateResult> updated =
                rows.isEmpty() ? Optional.of(new UpdateResult(0, 0, 0, List.of())) : updates.apply(rows);
        updated.ifPresent(result -> count(rows.size(), result));
        return updated.isPresent();
    }

    private List<ClickRow> rows(RecordBatch batch, DecodedBatch decoded) {
        List<ClickRow> rows = new ArrayList<>(decoded.clicks().size());
        for (PositionedClick click : decoded.clicks()) {
            if (!window.contains(click.event().clickedAt())) {
                outside++;
                continue;
            }
            ClickRow row = preparation.row(click);
            if (!mayComeAgain(batch, click) || repeatable.isFirst(row.id())) {
                rows.add(row);
            } else {
                repeated++;
            }
        }
        return rows;
    }

    /** Of several records of one click the pipeline stores the first. Where a record stands, no other does. */
    private static boolean mayComeAgain(RecordBatch batch, PositionedClick click) {
        return click.event().eventId() != null
                || batch.records().get(click.index()).origin() != null;
    }

    private void count(int rows, UpdateResult result) {
        lookedFor += rows;
        present += result.present();
        changed += result.changed();
        refused += result.refused();
        result.changes().forEach(changes::add);
    }
}
