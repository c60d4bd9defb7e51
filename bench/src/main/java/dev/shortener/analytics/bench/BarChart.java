package dev.shortener.analytics.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Horizontal bars, as SVG, each with a line from the least to the most that was measured. For one thread. */
final class BarChart {

    private static final int LABEL_WIDTH = 270;
    private static final int BAR_WIDTH = 440;
    private static final int VALUE_WIDTH = 90;
    private static final int ROW = 26;
    private static final int TOP = 44;
    private static final String OWN = "#0b6e4f";
    private static final String OTHERS = "#8a9ba8";

    private final String title;
    private final String format;
    private final List<Bar> bars = new ArrayList<>();

    /**
     * @param format of a value, as {@link String#format} takes it
     */
    BarChart(String title, String format) {
        this.title = title;
        this.format = format;
    }

    private record Bar(String label, Spread value, boolean isOwn) {}

    /**
     * @param isOwn whether it is the one to look at
     */
    void add(String label, Spread value, boolean isOwn) {
        bars.add(new Bar(label, value, isOwn));
    }

    String svg() {
        int width = LABEL_WIDTH + BAR_WIDTH + VALUE_WIDTH;
        int height = TOP + ROW * bars.size() + 10;
        StringBuilder svg = new StringBuilder(
                """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="13">
                <rect width="100%%" height="100%%" fill="white"/>
                <text x="10" y="24" font-size="15" font-weight="bold">%s</text>
                """
                        .formatted(width, height, title));
        double most = bars.stream().mapToDouble(bar -> bar.value().max()).max().orElse(1);
        for (int row = 0; row < bars.size(); row++) {
            svg.append(bar(bars.get(row), TOP + ROW * row, BAR_WIDTH / most));
        }
        return svg.append("</svg>\n").toString();
    }

    private String bar(Bar bar, int y, double scale) {
        double end = LABEL_WIDTH + bar.value().median() * scale;
        double least = LABEL_WIDTH + bar.value().min() * scale;
        double most = LABEL_WIDTH + bar.value().max() * scale;
        return String.format(
                Locale.ROOT,
                """
                <text x="%d" y="%d" text-anchor="end">%s</text>
                <rect x="%d" y="%d" width="%.1f" height="16" fill="%s"/>
                <path d="M%.1f %d H%.1f M%.1f %d v8 M%.1f %d v8" stroke="black" fill="none"/>
                <text x="%.1f" y="%d">%s</text>
                """,
                LABEL_WIDTH - 8,
                y + 13,
                bar.label(),
                LABEL_WIDTH,
                y,
                end - LABEL_WIDTH,
                bar.isOwn() ? OWN : OTHERS,
                least,
                y + 8,
                most,
                least,
                y + 4,
                most,
                y + 4,
                Math.max(end, most) + 6,
                y + 13,
                String.format(Locale.ROOT, format, bar.value().median()));
    }
}
