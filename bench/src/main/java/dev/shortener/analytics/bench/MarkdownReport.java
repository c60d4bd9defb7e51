package dev.shortener.analytics.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The page for people. Immutable. */
final class MarkdownReport {

    private final Scores scores;
    private final Map<String, String> machine;
    private final Options options;

    MarkdownReport(Scores scores, Map<String, String> machine, Options options) {
        this.scores = scores;
        this.machine = machine;
        this.options = options;
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("# The whole service, beside others\n");
        lines.add(
                """
                Written by `make bench`. Broker, PostgreSQL, contender and measurement share one machine. Every contender is a process of its own, \
                reads the topic from its beginning as a group of its own, enriches with the same classes and writes the same columns of the \
                same rows, none twice. The service is the shipped jar with `conf/consumer.yaml`, addresses changed; it also \
                writes the ledger, and its triggers note each click for the read API, which is turned off for the others.

                Figures are medians, in brackets the least and the most of the rounds. They drift by a quarter between machines and days: compare \
                within one run.
                """);
        if (options.isOnlyTrial()) {
            lines.add("**A pass was too short for any of these figures.**\n");
        }
        machine.forEach((name, value) -> lines.add("- " + name + ": " + value));
        lines.add("- clicks: %,d a pass, seed %d; %d rounds of draining, %d of latency"
                .formatted(options.clicks(), options.seed(), options.rounds(), options.latencyRounds()));
        goals(lines);
        drains(lines);
        latencies(lines);
        failures(lines);
        return String.join("\n", lines) + "\n";
    }

    private void goals(List<String> lines) {
        lines.add("\n## Goals\n\n| what | wanted | measured | |\n| --- | --- | --- | --- |");
        for (Goal goal : new Goals(scores).all()) {
            lines.add("| " + goal.what() + " | " + goal.wanted() + " | " + goal.got() + " | " + goal.verdict() + " |");
        }
    }

    private void drains(List<String> lines) {
        lines.add(
                """

                ## Draining

                ![clicks a second](comparison-drain.svg)
                ![processor time of a click](comparison-cpu.svg)

                | contender, batch | warm, clicks/s | processor time, µs a click | peak memory, MiB | %,d clicks from a cold start, s |
                | --- | --- | --- | --- | --- |"""
                        .formatted(options.coldClicks()));
        for (Entry entry : scores.drains().keySet()) {
            lines.add("| " + entry.label() + " | " + cell(scores.drains(), entry, Drain::perSecond, "%,.0f") + " | "
                    + cell(scores.drains(), entry, Drain::cpuMicros, "%.1f") + " | "
                    + cell(scores.drains(), entry, Drain::peakMemory, "%.0f") + " | "
                    + cell(scores.coldDrains(), entry, Double::doubleValue, "%.1f") + " |");
        }
    }

    private void latencies(List<String> lines) {
        if (scores.cold().isEmpty()) {
            return;
        }
        lines.add(
                """

                ## Latency

                From a click being handed to the producer to its row being visible to others, in ms, by 200 clicks a second that are looked for
                about every half millisecond. Two in a hundred user agents are new, except at half of what the contender drains. The first 30 s
                are those of a process that knows no user agent; after a restart it knows those of the process before, which only the service keeps.

                ![latency at 2,000 clicks a second](comparison-latency.svg)

                | contender, batch | load | clicks/s | p50 | p99 | p99.9 |
                | --- | --- | --- | --- | --- | --- |""");
        latencies(lines, scores.atRate(), "warm");
        latencies(lines, scores.atHalf(), "warm, half of what it drains");
        latencies(lines, scores.cold(), "first 30 s");
        latencies(lines, scores.restart(), "first 30 s after a restart");
    }

    private static void latencies(List<String> lines, Map<Entry, List<Latency>> measured, String load) {
        for (Entry entry : measured.keySet()) {
            lines.add("| " + entry.label() + " | " + load + " | " + cell(measured, entry, Latency::perSecond, "%,.0f")
                    + " | " + cell(measured, entry, Latency::p50, "%.1f") + " | "
                    + cell(measured, entry, Latency::p99, "%.1f") + " | "
                    + cell(measured, entry, Latency::p999, "%.1f") + " |");
        }
    }

    private void failures(List<String> lines) {
        if (!scores.failures().isEmpty()) {
            lines.add("\n## Not measured\n");
            scores.failures().forEach(failure -> lines.add("- " + failure));
        }
    }

    private static <T> String cell(Map<Entry, List<T>> measured, Entry entry, ToDoubleFunction<T> what, String format) {
        Optional<Spread> spread = Scores.spread(measured, entry, what);
        if (spread.isEmpty() || Double.isNaN(spread.get().median())) {
            return "";
        }
        String median = number(format, spread.get().median());
        return spread.get().isOne()
                ? median
                : median + " (" + number(format, spread.get().min()) + " – "
                        + number(format, spread.get().max()) + ")";
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
