package dev.shortener.analytics.app;

import dev.shortener.analytics.kafka.GroupProgress;
import dev.shortener.analytics.store.Completeness;
import dev.shortener.analytics.store.LedgerBook;
import java.util.List;

/**
 * All that an audit found. Immutable.
 *
 * @param group how far the group had come when the audit began
 * @param book what the database said after that
 * @param accounts its sums
 * @param checks in the order in which they are told
 * @param completeness up to when the table was complete
 */
record AuditReport(
        GroupProgress group,
        LedgerBook book,
        LedgerAccounts accounts,
        List<AuditCheck> checks,
        Completeness completeness) {

    AuditReport {
        checks = List.copyOf(checks);
    }

    boolean balanced() {
        return checks.stream().allMatch(AuditCheck::balanced);
    }
}
