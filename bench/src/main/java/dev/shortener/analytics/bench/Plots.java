package dev.shortener.analytics.bench;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The figures as pictures: each contender at its best batch size. Immutable. */
final class Plots {

    private final Scores scores;

    Plots(Scores scores) {
        this.scores = scores;
    }

    /** Reading alone is left out: it is so fast that the others would be dots. */
    String drain() {
        BarChart chart = new BarChart("Warm drain, clicks a second", "%,.0f");
        scores.drains().keySet().stream()
                .filter(entry -> entry.contender() != Contender.CONSUME)
                .forEach(entry -> add(chart, entry, scores.drains(), Drain::perSecond, ""));
        return chart.svg();
    }

    String cpu() {
        BarChart chart = new BarChart("Processor time of a click, warm, µs", "%.1f");
        scores.drains().keySet().forEach(entry -> add(chart, entry, scores.drains(), Drain::cpuMicros, ""));
        return chart.svg();
    }

    String latency() {
        BarChart chart = new BarChart("Latency at 2,000 clicks a second, warm, ms", "%.1f");
        for (Entry entry : scores.atRate().keySet()) {
            add(chart, entry, scores.atRate(), Latency::p50, " p50");
            add(chart, entry, scores.atRate(), Latency::p99, " p99");
        }
        return chart.svg();
    }

    private static <T> void add(
            BarChart chart, Entry entry, Map<Entry, List<T>> measured, ToDoubleFunction<T> what, String suffix) {
        Scores.spread(measured, entry, what)
                .ifPresent(value -> chart.add(entry.label() + suffix, value, entry.contender() == Contender.SERVICE));
    }
}
