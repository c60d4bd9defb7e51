package dev.shortener.analytics.store;

import dev.shortener.analytics.event.Rejection;
import java.util.List;

/**
 * What became of the clicks of one batch. Immutable.
 *
 * @param stored rows added
 * @param duplicate rows whose id was there already
 * @param refused the others
 */
public record WriteResult(int stored, int duplicate, List<RefusedRow> refused) {

    public WriteResult {
        refused = List.copyOf(refused);
    }

    /**
     * The same, for those whose batch was a part of a greater one.
     *
     * @param first index of this batch's first record in the greater one
     */
    public WriteResult from(int first) {
        List<RefusedRow> moved = refused.stream()
                .map(row -> new RefusedRow(row.index() + first, row.rejection()))
                .toList();
        return new WriteResult(stored, duplicate, moved);
    }

    /** What became of all of them, whose indexes are of one batch. */
    public static WriteResult sum(List<WriteResult> parts) {
        return new WriteResult(
                parts.stream().mapToInt(WriteResult::stored).sum(),
                parts.stream().mapToInt(WriteResult::duplicate).sum(),
                parts.stream().flatMap(part -> part.refused().stream()).toList());
    }

    /**
     * A row that the database refuses whatever is written beside it.
     *
     * @param index of its record in the batch that was written, from 0
     * @param rejection why, naming the SQLSTATE
     */
    public record RefusedRow(int index, Rejection rejection) {}
}
