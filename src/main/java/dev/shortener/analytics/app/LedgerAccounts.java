package dev.shortener.analytics.app;

import dev.shortener.analytics.event.OffsetCoverage;
import dev.shortener.analytics.store.LedgerBook;
import dev.shortener.analytics.store.LedgerEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The ledger's entries, summed by topic and partition, and the two checks that need nothing else. Immutable once made.
 *
 * <p>Entries of another topic id are of a topic that had the name before, or of another service that writes to the same table. They
 * count in the sums, as their rows do.
 */
final class LedgerAccounts {

    private final LedgerBook book;
    private final SortedMap<Integer, Account> current = new TreeMap<>();
    private final SortedMap<String, LedgerTotals> others = new TreeMap<>();
    private LedgerTotals all = LedgerTotals.NONE;

    /** One partition of the topic: what it sums up to, and which offsets its entries answer for. */
    static final class Account {
        private final OffsetCoverage coverage = new OffsetCoverage();
        private LedgerTotals totals = LedgerTotals.NONE;

        private void enter(LedgerEntry entry) {
            coverage.add(entry.offsets());
            totals = totals.plus(entry);
        }

        OffsetCoverage coverage() {
            return coverage;
        }

        LedgerTotals totals() {
            return totals;
        }
    }

    /**
     * @param topicId of the topic that has the name now
     */
    LedgerAccounts(LedgerBook book, String topicId) {
        this.book = book;
        for (LedgerEntry entry : book.entries()) {
            all = all.plus(entry);
            if (entry.topicId().equals(topicId)) {
                current.computeIfAbsent(entry.partition(), number -> new Account())
                        .enter(entry);
            } else {
                others.merge(entry.topicId(), LedgerTotals.NONE.plus(entry), (sum, one) -> sum.plus(entry));
            }
        }
    }

    /** The topic's partitions that have an entry. */
    SortedMap<Integer, Account> current() {
        return Collections.unmodifiableSortedMap(current);
    }

    /** Sums by the ids of other topics; under an empty id those of rows that have no place in any topic. */
    SortedMap<String, LedgerTotals> others() {
        return Collections.unmodifiableSortedMap(others);
    }

    LedgerTotals all() {
        return all;
    }

    /** Where the ledger begins to answer for a partition; empty if it has nothing of it. */
    OptionalLong beginning(int partition) {
        Account account = current.get(partition);
        return account == null
                ? OptionalLong.empty()
                : OptionalLong.of(account.coverage().ranges().get(0).first());
    }

    /** Whether each entry says what became of everything that it counts, and no record was counted twice. */
    AuditCheck accounted() {
        List<Discrepancy> faults = new ArrayList<>();
        for (LedgerEntry entry : book.entries()) {
            if (entry.unaccounted() != 0) {
                faults.add(Discrepancy.at(
                        "unaccounted",
                        entry.topicId(),
                        entry.partition(),
                        entry.offsets(),
                        "consumed %,d, but stored %,d + duplicate %,d + rejected %,d = %,d"
                                .formatted(
                                        entry.consumed(),
                                        entry.stored(),
                                        entry.duplicate(),
                                        entry.rejected(),
                                        entry.consumed() - entry.unaccounted())));
            }
        }
        for (LedgerIsland island : LedgerIsland.of(book.entries())) {
            if (island.tooMany() > 0) {
                faults.add(Discrepancy.at(
                        "counted_twice",
                        island.topicId(),
                        island.partition(),
                        island.offsets(),
                        "stored %,d + rejected %,d is more than the %,d offsets can have records"
                                .formatted(
                                        island.stored(),
                                        island.rejected(),
                                        island.offsets().size())));
            }
        }
        long said = all.stored() + all.duplicate() + all.rejected();
        String verdict = "consumed %,d%s stored %,d + duplicate %,d + rejected %,d"
                .formatted(
                        all.consumed(),
                        all.consumed() == said ? " =" : ", but",
                        all.stored(),
                        all.duplicate(),
                        all.rejected());
        return new AuditCheck("accounted", verdict, faults, List.of(), List.of());
    }

    /** Whether the table has as many rows as were stored. */
    AuditCheck rows() {
        long more = book.rows() - all.stored();
        String verdict = "%,d rows of this service in clicks%s stored %,d"
                .formatted(book.rows(), more == 0 ? " =" : ", but", all.stored());
        List<Discrepancy> faults = more == 0
                ? List.of()
                : List.of(Discrepancy.of(
                        more < 0 ? "missing_rows" : "extra_rows",
                        "%,d %s %s"
                                .formatted(
                                        Math.abs(more),
                                        Math.abs(more) == 1 ? "row" : "rows",
                                        more < 0
                                                ? "stored and not in clicks any more"
                                                : "in clicks that no entry of the ledger stored")));
        String took = "counted in %,d ms".formatted(book.counting().toMillis());
        return new AuditCheck("rows", verdict, faults, List.of(), List.of(took));
    }
}
