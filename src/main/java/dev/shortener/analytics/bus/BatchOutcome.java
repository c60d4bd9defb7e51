package dev.shortener.analytics.bus;

import dev.shortener.analytics.event.Rejection;
import java.util.List;

/** What became of a batch: all of it is accounted for, or nothing is known of any of it. */
public sealed interface BatchOutcome {

    /**
     * Every record is durably in the table, or rejected. Immutable.
     *
     * @param stored rows that this batch added
     * @param duplicate rows that were there already
     * @param rejected the others: {@code stored + duplicate + rejected.size()} is the size of the batch
     */
    record Settled(int stored, int duplicate, List<RejectedRecord> rejected) implements BatchOutcome {

        public Settled {
            rejected = List.copyOf(rejected);
        }
    }

    /**
     * The world is broken: rows may or may not have been written. The batch must be sent again, which its ids make safe.
     *
     * @param message what is wrong, for a log line
     */
    record Failed(String message) implements BatchOutcome {}

    /**
     * Nothing but a person can mend it: a missing table, a missing permission. Nothing was written.
     *
     * @param message what is wrong and how to mend it
     */
    record Impossible(String message) implements BatchOutcome {}

    /**
     * A record that cannot be a click.
     *
     * @param index in the batch, from 0
     * @param rejection why
     */
    record RejectedRecord(int index, Rejection rejection) {}
}
