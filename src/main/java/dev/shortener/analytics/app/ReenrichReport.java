package dev.shortener.analytics.app;

import dev.shortener.analytics.app.ChangeTally.ColumnTally;
import dev.shortener.analytics.event.RulesVersion;
import java.util.List;

/**
 * What a look at the past has come to. Immutable.
 *
 * @param topic name of the topic
 * @param window which clicks were looked for
 * @param dryRun whether nothing was changed
 * @param complete whether it came to its end
 * @param version what the clicks were enriched with
 * @param counts how many there were
 * @param columns what differed
 * @param notes what its reader should know, a sentence each
 */
record ReenrichReport(
        String topic,
        ReenrichWindow window,
        boolean dryRun,
        boolean complete,
        RulesVersion version,
        Counts counts,
        List<ColumnTally> columns,
        List<String> notes) {

    ReenrichReport {
        columns = List.copyOf(columns);
        notes = List.copyOf(notes);
    }

    /**
     * How many of what. Immutable. Records are rejected, repeated, outside or looked for; those looked for have a row or none.
     *
     * @param records that were read
     * @param rejected that cannot be clicks
     * @param outside clicks of other times
     * @param repeated clicks that came before, with the same event id
     * @param present rows that are there
     * @param missing clicks without a row
     * @param changed rows that differed, and do no longer unless nothing was to be changed
     * @param refused rows that the database does not let be as they should
     */
    record Counts(
            long records,
            long rejected,
            long outside,
            long repeated,
            long present,
            long missing,
            long changed,
            long refused) {}
}
