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
     * A row that the database refuses whatever is written beside it.
     *
     * @param index of its record in the batch that was written, from 0
     * @param rejection why, naming the SQLSTATE
     */
    public record RefusedRow(int index, Rejection rejection) {}
}
