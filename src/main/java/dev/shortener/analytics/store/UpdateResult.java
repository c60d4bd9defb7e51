package dev.shortener.analytics.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the rows that were to be brought up to date. Immutable.
 *
 * @param present rows that are there
 * @param changed those of them that differed
 * @param refused rows that the database does not let be as they should
 * @param changes what differed, column by column
 */
public record UpdateResult(long present, long changed, long refused, List<Change> changes) {

    public UpdateResult {
        changes = List.copyOf(changes);
    }

    /**
     * Rows that differ in a column in the same way.
     *
     * @param column name of the column
     * @param from what was there; null if there was nothing
     * @param to what belongs there; null if there is to be nothing
     * @param rows how many
     */
    public record Change(String column, @Nullable String from, @Nullable String to, long rows) {}

    UpdateResult plus(UpdateResult other) {
        List<Change> both = new ArrayList<>(changes);
        both.addAll(other.changes);
        return new UpdateResult(present + other.present, changed + other.changed, refused + other.refused, both);
    }
}
