package dev.shortener.analytics.app;

import dev.shortener.analytics.enrich.Column;
import dev.shortener.analytics.enrich.Explanation;
import dev.shortener.analytics.enrich.Finding;
import dev.shortener.analytics.event.Rejection;
import java.io.PrintWriter;
import java.util.List;
import java.util.TreeMap;

/** Writes an explanation for people: a column, its value, what decided it, and below it what every step said. Stateless. */
final class ExplanationText {

    private ExplanationText() {}

    static void print(ExplainedRecord explained, PrintWriter out) {
        new TreeMap<>(explained.deadLetter()).forEach((name, value) -> line(out, name, value, ""));
        Explanation explanation = explained.explanation();
        Rejection rejection = explained.rejection();
        if (rejection != null) {
            line(out, "rejected", rejection.reason().label(), rejection.message());
        }
        if (explanation != null) {
            line(out, "id", explained.id() == null ? "-" : explained.id().toString(), idReason(explained));
            for (Column column : Column.values()) {
                print(column, explanation, out);
            }
        }
        print("lists", explained.version().lists(), out);
        print("country database", explained.version().geoDatabase(), out);
        print("code", explained.version().code(), out);
        out.flush();
    }

    private static String idReason(ExplainedRecord explained) {
        return explained.id() == null ? "of its place in the topic, which is not known here" : "";
    }

    private static void print(Column column, Explanation explanation, PrintWriter out) {
        List<Finding> findings = explanation.of(column);
        Finding decisive = explanation.decisive(column).orElse(null);
        line(
                out,
                column.label(),
                decisive == null ? "-" : shown(String.valueOf(decisive.value())),
                decisive == null ? reasons(findings) : cause(decisive));
        for (Finding finding : findings) {
            if (!finding.equals(decisive) && decisive != null) {
                line(out, "", finding.value() == null ? "" : "  " + shown(finding.value()), "  " + cause(finding));
            }
        }
    }

    private static String reasons(List<Finding> findings) {
        return String.join("; ", findings.stream().map(ExplanationText::cause).toList());
    }

    private static String cause(Finding finding) {
        String rule = finding.rule() == null ? "" : ", " + finding.rule();
        String reason = finding.reason().isEmpty() ? "" : ": " + finding.reason();
        return finding.step() + rule + reason;
    }

    private static String shown(String value) {
        return value.isEmpty() ? "(empty)" : value;
    }

    private static void print(String name, String value, PrintWriter out) {
        String shown = value.isEmpty() ? "none" : value.replace(" ", name.equals("lists") ? "\n" : " ");
        String[] lines = shown.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            line(out, i == 0 ? name : "", lines[i], "");
        }
    }

    /** What stands in an event is anybody's text: it must not steer the terminal. */
    private static void line(PrintWriter out, String name, String value, String cause) {
        out.print(String.format("%-16s %-22s %s", name, Terminal.harmless(value), Terminal.harmless(cause))
                .stripTrailing());
        out.println();
    }
}
