package dev.shortener.analytics.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** What is measured, and how long. */
final class Options {

    private static final long LEAST_CLICKS = 200_000;

    @Option(names = "--clicks", defaultValue = "500000", description = "Clicks of a pass (default: ${DEFAULT-VALUE}).")
    private long clicks;

    @Option(
            names = "--cold-clicks",
            defaultValue = "200000",
            description = "Clicks that a cold process drains (default: ${DEFAULT-VALUE}).")
    private long coldClicks;

    @Option(names = "--rounds", defaultValue = "3", description = "Rounds of draining (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--latency-rounds",
            defaultValue = "1",
            description = "Rounds of latency, 0 for none (default: ${DEFAULT-VALUE}).")
    private int latencyRounds;

    @Option(
            names = "--seconds",
            defaultValue = "20",
            description = "Length of a load at which latency is measured (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "service, spring, parallel, kq, copy1, copy2, consume, enrich (default: all).")
    private List<String> only = new ArrayList<>();

    @Option(names = "--batch", split = ",", description = "Batch sizes to try with peers (default: 500,1000,5000).")
    private List<Integer> batches = new ArrayList<>();

    @Option(names = "--seed", defaultValue = "1", description = "The same seed, the same clicks (default: 1).")
    private long seed;

    @Option(names = "--heap", defaultValue = "512m", description = "Heap of a contender (default: ${DEFAULT-VALUE}).")
    private String heap = "512m";

    @Option(
            names = "--out",
            defaultValue = "docs/benchmarks",
            description = "Where table, JSON and plots go (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("docs/benchmarks");

    @Option(
            names = "--work",
            defaultValue = "bench/target/run",
            description = "Where servers keep their data meanwhile (default: ${DEFAULT-VALUE}).")
    private Path work = Path.of("bench/target/run");

    long clicks() {
        return clicks;
    }

    /** Whether a pass is so short, beside commits of a second, that its figures say nothing. */
    boolean isOnlyTrial() {
        return clicks < LEAST_CLICKS;
    }

    long coldClicks() {
        return coldClicks;
    }

    int rounds() {
        return rounds;
    }

    int latencyRounds() {
        return latencyRounds;
    }

    Duration loadTime() {
        return Duration.ofSeconds(seconds);
    }

    long seed() {
        return seed;
    }

    String heap() {
        return heap;
    }

    Path out() {
        return out;
    }

    Path work() {
        return work;
    }

    /**
     * @throws IllegalArgumentException if a name is none
     */
    List<Contender> contenders() {
        return only.isEmpty()
                ? List.of(Contender.values())
                : only.stream()
                        .map(name -> Contender.valueOf(name.toUpperCase(Locale.ROOT)))
                        .toList();
    }

    /** The sizes of a contender that are tried. */
    List<Entry> entries(Contender contender) {
        boolean isChoice = contender.batches().size() > 1 && !batches.isEmpty();
        return (isChoice ? batches : contender.batches())
                .stream().map(batch -> new Entry(contender, batch)).toList();
    }
}
