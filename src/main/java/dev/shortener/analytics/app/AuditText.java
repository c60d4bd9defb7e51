package dev.shortener.analytics.app;

import dev.shortener.analytics.event.OffsetRange;
import dev.shortener.analytics.kafka.GroupProgress;
import dev.shortener.analytics.store.Completeness;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes an audit for people: a table of the partitions, a line for each check with what is off, the verdict. Stateless. */
final class AuditText {

    /** Lines for what is off in one check. */
    private static final int MOST_LINES = 50;

    /** Ranges that a partition's line shows. */
    private static final int MOST_RANGES = 3;

    private AuditText() {}

    static void print(AuditReport report, PrintWriter out) {
        GroupProgress group = report.group();
        out.printf(
                "topic %s, id %s, group %s%n",
                group.topic().topic(), group.topic().topicId(), group.group());
        table(report).print(out);
        report.checks().forEach(check -> print(check, out));
        out.println(completeUntil(report.completeness()));
        out.println(report.balanced() ? "balanced" : "NOT BALANCED");
        out.flush();
    }

    private static TextTable table(AuditReport report) {
        TextTable table = new TextTable(
                "partition", "in the ledger", "committed", "end", "consumed", "stored", "duplicate", "rejected");
        for (GroupProgress.Partition partition : report.group().partitions()) {
            LedgerAccounts.Account account = report.accounts().current().get(partition.number());
            add(
                    table,
                    Integer.toString(partition.number()),
                    account == null ? "-" : ranges(account.coverage().ranges()),
                    partition.committed().isPresent()
                            ? figure(partition.committed().getAsLong())
                            : "-",
                    figure(partition.end()),
                    account == null ? LedgerTotals.NONE : account.totals());
        }
        report.accounts()
                .others()
                .forEach((topicId, totals) ->
                        add(table, topicId.isEmpty() ? "no topic" : "topic " + topicId, "", "", "", totals));
        add(table, "all", "", "", "", report.accounts().all());
        return table;
    }

    private static void add(
            TextTable table, String name, String ranges, String committed, String end, LedgerTotals totals) {
        table.add(
                name,
                ranges,
                committed,
                end,
                figure(totals.consumed()),
                figure(totals.stored()),
                figure(totals.duplicate()),
                figure(totals.rejected()));
    }

    private static String ranges(List<OffsetRange> ranges) {
        String shown =
                ranges.stream().limit(MOST_RANGES).map(OffsetRange::toString).collect(Collectors.joining(", "));
        int more = ranges.size() - MOST_RANGES;
        return more > 0 ? shown + " and " + more + " more" : shown;
    }

    private static String figure(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static void print(AuditCheck check, PrintWriter out) {
        out.printf("%-4s  %-13s  %s%n", check.balanced() ? "ok" : "FAIL", check.name(), check.verdict());
        print("    - ", check.faults().stream().map(Discrepancy::toString).toList(), out);
        print(
                "    ? ",
                check.uncheckable().stream()
                        .map(unknown -> unknown + ": cannot be checked")
                        .toList(),
                out);
        print("      ", check.notes(), out);
    }

    private static void print(String mark, List<String> lines, PrintWriter out) {
        lines.stream().limit(MOST_LINES).forEach(line -> out.println(mark + line));
        if (lines.size() > MOST_LINES) {
            out.println(mark + "and " + figure(lines.size() - MOST_LINES) + " more: --json names them all");
        }
    }

    private static String completeUntil(Completeness completeness) {
        String until = completeness.until().map(Object::toString).orElse("not known");
        String why = completeness
                .heldBackBy()
                .map(partition -> partition.caughtUp()
                        ? "everything that had arrived is in the table"
                        : "partition " + partition.number() + " is covered below offset "
                                + figure(partition.coveredBelow()))
                .orElse("the topic has no partition");
        return "complete until " + until + ": " + why;
    }
}
