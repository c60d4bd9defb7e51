package dev.shortener.analytics.metrics;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a scrape of {@code /metrics} says, read by the text format 0.0.4 of Prometheus: a line that is not in it is an error. Immutable.
 *
 * @param samples each line with a value
 */
public record Scrape(List<Sample> samples) {

    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* \\S.*");
    private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\]|\\\\[\\\\n\"])*\"";
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{((?:" + LABEL + ",?)*)})? (NaN|[+-]Inf|[-+0-9.eE]+)");
    private static final Pattern ONE_LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    public Scrape {
        samples = List.copyOf(samples);
    }

    /**
     * One value of one series.
     *
     * @param name of the metric
     * @param labels of the series
     * @param value at the time of the scrape
     */
    public record Sample(String name, Map<String, String> labels, double value) {}

    /**
     * @throws IllegalArgumentException with the line that cannot be read
     */
    public static Scrape parse(String text) {
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("the last line does not end");
        }
        return new Scrape(text.lines()
                .filter(line -> !COMMENT.matcher(line).matches())
                .map(Scrape::sample)
                .toList());
    }

    /** The value of a metric, over all its labels. */
    public double sum(String name) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name))
                .mapToDouble(Sample::value)
                .sum();
    }

    private static Sample sample(String line) {
        Matcher matcher = SAMPLE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no line of the text format: " + line);
        }
        Map<String, String> labels = new TreeMap<>();
        Matcher label = ONE_LABEL.matcher(matcher.group(2) == null ? "" : matcher.group(2));
        while (label.find()) {
            labels.put(label.group(1), label.group(2));
        }
        return new Sample(matcher.group(1), labels, number(matcher.group(3)));
    }

    private static double number(String text) {
        return text.endsWith("Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }
}
