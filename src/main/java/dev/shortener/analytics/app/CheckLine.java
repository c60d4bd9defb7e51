package dev.shortener.analytics.app;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/**
 * One thing that was tried. Immutable.
 *
 * @param verdict {@code ok}, {@code note}, {@code warn} or {@code FAIL}
 * @param tried what
 * @param found what came of it
 * @param mend how to mend it; empty where there is nothing to mend
 */
record CheckLine(String verdict, String tried, String found, String mend) {

    /** Stands between what was found and how to mend it. */
    static final String MEND = "; ";

    private static final String FAULT = "FAIL";

    /**
     * @param sentence what was found and, behind the last {@link #MEND} unless all is well, how to mend it
     */
    static CheckLine of(String verdict, String tried, String sentence) {
        return parted(verdict, tried, sentence, MEND);
    }

    /**
     * @param sentence what was found and, behind the last colon, how to mend it
     */
    static CheckLine ofFault(String tried, String sentence) {
        return parted(FAULT, tried, sentence, ": ");
    }

    private static CheckLine parted(String verdict, String tried, String sentence, String divider) {
        boolean isWell = verdict.equals("ok") || verdict.equals("note");
        int end = sentence.lastIndexOf(divider);
        return isWell || end < 0
                ? new CheckLine(verdict, tried, sentence, "")
                : new CheckLine(verdict, tried, sentence.substring(0, end), sentence.substring(end + divider.length()));
    }

    boolean isFault() {
        return verdict.equals(FAULT);
    }

    /** For people; in colour where {@code ansi} says so, which asks for a terminal and for {@code NO_COLOR}. */
    String text(Ansi ansi) {
        String colour =
                switch (verdict) {
                    case "ok" -> "green";
                    case "warn" -> "yellow";
                    case FAULT -> "bold,red";
                    default -> "faint";
                };
        String word =
                ansi.new Text("@|" + colour + " " + String.format(Locale.ROOT, "%-4s", verdict) + "|@").toString();
        return word
                + String.format(Locale.ROOT, "  %-13s  %s", tried, found)
                + (mend.isEmpty() ? "" : "; mend: " + mend);
    }

    static String json(List<CheckLine> lines) {
        JsonArray all = new JsonArray();
        lines.forEach(line -> all.add(new JsonObject()
                .put("verdict", line.verdict)
                .put("tried", line.tried)
                .put("found", line.found)
                .put("mend", line.mend)));
        return all.encode();
    }
}
