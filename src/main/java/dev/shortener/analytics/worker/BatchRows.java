package dev.shortener.analytics.worker;

import dev.shortener.analytics.bus.RecordBatch;
import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.event.RawRecord;
import dev.shortener.analytics.store.ClickBatch;
import dev.shortener.analytics.store.ClickRow;
import dev.shortener.analytics.worker.BatchPreparation.DecodedBatch;
import dev.shortener.analytics.worker.BatchPreparation.PositionedClick;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one batch in the making. For one thread at a time, but that what is made may be written while another thread makes the rest.
 */
final class BatchRows {

    private final RecordBatch batch;
    private final List<PositionedClick> clicks;
    private final Visitors visitors;
    private final ClickRow[] rows;
    private final Position[] identities;
    private final BitSet missing = new BitSet();

    /**
     * @param visitors tells those of the clicks
     */
    BatchRows(RecordBatch batch, DecodedBatch decoded, Visitors visitors) {
        this.visitors = visitors;
        this.batch = batch;
        this.clicks = decoded.clicks();
        this.rows = new ClickRow[batch.records().size()];
        this.identities = new Position[rows.length];
        clicks.forEach(click -> missing.set(click.index()));
    }

    /** Neighbours in a batch, all of which have what is to be known of them, or none. Immutable. */
    record Run(int from, int to, boolean isMade) {}

    /**
     * Makes the rows that are missing.
     *
     * @param maker of a row; null leaves it missing
     * @return whether every click has its row now
     */
    boolean fill(Function<PositionedClick, @Nullable ClickRow> maker) {
        for (PositionedClick click : clicks) {
            if (missing.get(click.index())) {
                ClickRow row = maker.apply(click);
                if (row != null) {
                    rows[click.index()] = row.by(visitors.of(click.event(), row.click()));
                    identities[click.index()] = click.position();
                    missing.clear(click.index());
                }
            }
        }
        return missing.isEmpty();
    }

    /** All records, in runs of those that can be written and of those whose rows are missing. */
    List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        int from = 0;
        while (from < rows.length) {
            boolean isMade = !missing.get(from);
            int next = isMade ? missing.nextSetBit(from) : missing.nextClearBit(from);
            int to = next < 0 || next > rows.length ? rows.length : next;
            runs.add(new Run(from, to, isMade));
            from = to;
        }
        return runs;
    }

    /** Every record of the batch, the clicks with their rows. */
    ClickBatch toBatch() {
        return toBatch(new Run(0, rows.length, true));
    }

    /** A part of the batch. All of them together answer for the same offsets as {@link #toBatch()}. */
    ClickBatch toBatch(Run run) {
        long last = run.to() == rows.length ? offset(run.to() - 1) : offset(run.to()) - 1;
        return new ClickBatch(
                batch.topic().topicId(),
                batch.partition(),
                offset(run.from()),
                last,
                entries(run.from(), run.to()),
                batch.trace());
    }

    private long offset(int index) {
        return batch.records().get(index).offset();
    }

    private List<ClickBatch.Entry> entries(int from, int to) {
        List<ClickBatch.Entry> entries = new ArrayList<>(to - from);
        for (int index = from; index < to; index++) {
            RawRecord record = batch.records().get(index);
            Position identity = rows[index] == null ? BatchPreparation.positionOf(record, batch) : identities[index];
            entries.add(new ClickBatch.Entry(record.offset(), identity, rows[index]));
        }
        return entries;
    }
}
