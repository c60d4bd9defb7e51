package dev.shortener.analytics.app;

import dev.shortener.analytics.event.OffsetRange;
import dev.shortener.analytics.kafka.GroupProgress;
import dev.shortener.analytics.kafka.RecordSearch;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the ledger has every record below the committed offsets. For one thread, which it blocks while it reads.
 *
 * <p>An offset without an entry is a fault only if a record stands there: transactions and compaction leave offsets without one, so gaps
 * are looked up in the topic. One that is no longer retained cannot be looked up. What lies below the first entry of a partition is not the
 * ledger's: where the group first began cannot be known, be it because of {@code Offset: last}, of rows from before the ledger or of
 * another consumer of the same group; rows that were stored there would be too many in the table.
 */
final class CoverageAudit {

    private final GroupProgress group;
    private final LedgerAccounts accounts;
    private final Topic topic;
    private final List<Discrepancy> holes = new ArrayList<>();
    private final List<Discrepancy> gone = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** Looks records up. */
    @FunctionalInterface
    interface Topic {

        /**
         * @param offsets in order, not overlapping
         */
        RecordSearch.Found search(int partition, List<OffsetRange> offsets);
    }

    CoverageAudit(GroupProgress group, LedgerAccounts accounts, Topic topic) {
        this.group = group;
        this.accounts = accounts;
        this.topic = topic;
    }

    AuditCheck check() {
        group.partitions().forEach(this::check);
        long missing = holes.stream().mapToLong(CoverageAudit::size).sum();
        String verdict = missing == 0
                ? "every record below the committed offsets is in the ledger"
                : "%,d records below the committed offsets are not in the ledger".formatted(missing);
        return new AuditCheck("covered", verdict, holes, gone, notes);
    }

    private static long size(Discrepancy hole) {
        return hole.offsets() == null ? 0 : hole.offsets().size();
    }

    private void check(GroupProgress.Partition partition) {
        LedgerAccounts.Account account = accounts.current().get(partition.number());
        if (partition.committed().isEmpty()) {
            notes.add("partition " + partition.number() + ": nothing is committed yet");
        } else if (account == null) {
            noteWhatIsBelow(partition, partition.committed().getAsLong());
        } else {
            noteWhatIsBelow(partition, account.coverage().ranges().get(0).first());
            checkGaps(
                    partition,
                    account.coverage()
                            .gaps(
                                    account.coverage().ranges().get(0).first(),
                                    partition.committed().getAsLong()));
        }
    }

    private void noteWhatIsBelow(GroupProgress.Partition partition, long beginning) {
        if (beginning > partition.first()) {
            notes.add("partition %d: the ledger begins at offset %,d; what lies below is not checked"
                    .formatted(partition.number(), beginning));
        }
    }

    private void checkGaps(GroupProgress.Partition partition, List<OffsetRange> gaps) {
        if (gaps.isEmpty()) {
            return;
        }
        RecordSearch.Found found = topic.search(partition.number(), gaps);
        for (OffsetRange records : found.records()) {
            holes.add(at("hole", partition, records, "committed, and not in the ledger"));
        }
        int empty = 0;
        for (OffsetRange gap : gaps) {
            long retainedFrom = found.retainedFrom();
            if (gap.first() < retainedFrom) {
                OffsetRange unknown = new OffsetRange(gap.first(), Math.min(gap.last(), retainedFrom - 1));
                gone.add(at("gap_not_retained", partition, unknown, "not in the ledger, and no longer retained"));
            } else if (found.records().stream().noneMatch(records -> overlap(records, gap))) {
                empty++;
            }
        }
        if (empty > 0) {
            notes.add("partition %d: %,d gaps without a record, of transactions or compaction"
                    .formatted(partition.number(), empty));
        }
    }

    private static boolean overlap(OffsetRange one, OffsetRange other) {
        return one.first() <= other.last() && other.first() <= one.last();
    }

    private Discrepancy at(String kind, GroupProgress.Partition partition, OffsetRange offsets, String message) {
        return Discrepancy.at(kind, group.topic().topicId(), partition.number(), offsets, message);
    }
}
