package dev.shortener.analytics.app;

import dev.shortener.analytics.store.LedgerEntry;

/**
 * Sums over entries of the ledger. Immutable.
 *
 * @param consumed readings of records
 * @param stored rows that were added
 * @param duplicate readings of what was stored or rejected before
 * @param rejected records that became dead letters
 */
record LedgerTotals(long consumed, long stored, long duplicate, long rejected) {

    static final LedgerTotals NONE = new LedgerTotals(0, 0, 0, 0);

    LedgerTotals plus(LedgerEntry entry) {
        return new LedgerTotals(
                consumed + entry.consumed(),
                stored + entry.stored(),
                duplicate + entry.duplicate(),
                rejected + entry.rejected());
    }
}
