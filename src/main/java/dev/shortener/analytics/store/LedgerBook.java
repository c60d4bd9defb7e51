package dev.shortener.analytics.store;

import java.time.Duration;
import java.util.List;

/**
 * The ledger and what it must agree with, as of one moment. Immutable.
 *
 * @param entries sorted by topic id, partition and first offset
 * @param rejections sorted by topic id, partition and offset
 * @param rows how many rows of {@code clicks} this service made
 * @param counting how long it took to count them
 */
public record LedgerBook(List<LedgerEntry> entries, List<LedgerRejection> rejections, long rows, Duration counting) {

    public LedgerBook {
        entries = List.copyOf(entries);
        rejections = List.copyOf(rejections);
    }
}
