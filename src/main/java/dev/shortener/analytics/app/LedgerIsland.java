package dev.shortener.analytics.app;

import dev.shortener.analytics.event.OffsetRange;
import dev.shortener.analytics.store.LedgerEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * Entries of one partition that touch or overlap, as one. Immutable.
 *
 * @param topicId of all of them
 * @param partition of all of them
 * @param offsets what they answer for together
 * @param stored rows that they added together
 * @param rejected records that they rejected together
 */
record LedgerIsland(String topicId, int partition, OffsetRange offsets, long stored, long rejected) {

    /**
     * Every record is stored or rejected once at most, however often it is read.
     *
     * @return by how much that does not hold; 0 or less if it may
     */
    long tooMany() {
        return stored + rejected - offsets.size();
    }

    /**
     * @param entries sorted by topic id, partition and first offset; those that have no place in a topic are left out
     */
    static List<LedgerIsland> of(List<LedgerEntry> entries) {
        List<LedgerIsland> islands = new ArrayList<>();
        LedgerIsland last = null;
        for (LedgerEntry entry : entries) {
            if (entry.topicId().isEmpty()) {
                continue;
            }
            if (last != null && last.touches(entry)) {
                last = last.with(entry);
                islands.set(islands.size() - 1, last);
            } else {
                last = new LedgerIsland(
                        entry.topicId(), entry.partition(), entry.offsets(), entry.stored(), entry.rejected());
                islands.add(last);
            }
        }
        return islands;
    }

    private boolean touches(LedgerEntry entry) {
        return topicId.equals(entry.topicId())
                && partition == entry.partition()
                && entry.offsets().first() <= offsets.last() + 1;
    }

    private LedgerIsland with(LedgerEntry entry) {
        OffsetRange both = new OffsetRange(
                offsets.first(), Math.max(offsets.last(), entry.offsets().last()));
        return new LedgerIsland(topicId, partition, both, stored + entry.stored(), rejected + entry.rejected());
    }
}
