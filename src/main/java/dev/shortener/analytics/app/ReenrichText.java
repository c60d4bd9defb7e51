package dev.shortener.analytics.app;

import dev.shortener.analytics.app.ChangeTally.ColumnTally;
import dev.shortener.analytics.store.UpdateResult.Change;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes for people what a look at the past has come to: a table of what differed, and how many there were. Stateless. */
final class ReenrichText {

    private static final int MIN_WIDTH = 10;

    private ReenrichText() {}

    static void print(ReenrichReport report, PrintWriter out) {
        printChanges(report.columns(), out);
        ReenrichReport.Counts counts = report.counts();
        line(
                out,
                "topic",
                report.topic() + ": " + number(counts.records()) + " records read, "
                        + number(counts.rejected()) + " of them no clicks, " + number(counts.outside())
                        + " of other times, "
                        + number(counts.repeated()) + " repeated");
        line(
                out,
                "clicks",
                number(counts.present() + counts.missing()) + " from "
                        + report.window().from() + " to " + report.window().to() + ", " + number(counts.missing())
                        + " of them without a row");
        line(
                out,
                "rows",
                number(counts.present()) + ", of which " + number(counts.changed())
                        + (report.dryRun() ? " would change" : " were changed"));
        report.notes().forEach(note -> line(out, "note", note));
        out.flush();
    }

    private static void printChanges(List<ColumnTally> columns, PrintWriter out) {
        List<String[]> table = new ArrayList<>();
        table.add(new String[] {"column", "from", "to", "rows"});
        columns.forEach(column -> addTo(table, column));
        if (table.size() == 1) {
            return;
        }
        int[] widths = new int[3];
        for (String[] row : table) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Math.max(MIN_WIDTH, row[i].length()));
            }
        }
        String format = "%-" + widths[0] + "s  %-" + widths[1] + "s  %-" + widths[2] + "s  %10s%n";
        table.forEach(row -> out.printf(Locale.ROOT, format, (Object[]) row));
        out.println();
    }

    private static void addTo(List<String[]> table, ColumnTally column) {
        String name = column.name();
        for (Change change : column.top()) {
            table.add(new String[] {name, shown(change.from()), shown(change.to()), number(change.rows())});
            name = "";
        }
        if (column.otherRows() > 0) {
            table.add(new String[] {name, "others", "", number(column.otherRows())});
        }
    }

    private static String shown(@Nullable String value) {
        if (value == null) {
            return "-";
        }
        return value.isEmpty() ? "(empty)" : Terminal.harmless(value);
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf("%-7s %s%n", name, value);
    }
}
