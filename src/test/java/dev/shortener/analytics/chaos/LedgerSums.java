package dev.shortener.analytics.chaos;

import dev.shortener.analytics.support.Lab;
import java.util.Optional;

/**
 * What the ledger says, and what there is. Immutable.
 *
 * @param rows that this service wrote
 */
record LedgerSums(long consumed, long stored, long duplicate, long rejected, long rows) {

    static LedgerSums of(Lab lab) {
        return new LedgerSums(
                sum(lab, "consumed"),
                sum(lab, "stored"),
                sum(lab, "duplicate"),
                sum(lab, "rejected"),
                lab.number("SELECT count(*) FROM clicks WHERE get_byte(uuid_send(id), 6) >> 4 = 8"));
    }

    /** What does not add up; empty if all of it does. */
    Optional<String> imbalance() {
        boolean balanced = consumed == stored + duplicate + rejected && stored == rows;
        return balanced ? Optional.empty() : Optional.of("the ledger does not add up: " + this);
    }

    private static long sum(Lab lab, String column) {
        return lab.number("SELECT coalesce(sum(" + column + "), 0) FROM click_ledger");
    }
}
