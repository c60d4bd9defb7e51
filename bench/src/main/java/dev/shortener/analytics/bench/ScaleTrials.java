package dev.shortener.analytics.bench;

import static java.util.stream.Collectors.joining;

import dev.shortener.analytics.bench.contender.Pass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Drains a backlog with one thing changed. Each trial begins with empty tables, unless rows are what is changed, and with a process that has
 * just been started; what it drains before it is warm does not count. For one thread.
 */
final class ScaleTrials {

    private static final long WARM_UP = 200_000;
    private static final long TIMED_TO = 600_000;
    private static final long CLICKS = 700_000;
    private static final Duration STUCK = Duration.ofMinutes(2);
    private static final int COUNTS_ROUNDS = 5;
    private static final int REMEMBERED_AGENTS = 20_000;
    private static final long SLOW_PART = 10;
    private static final double MIB = 1024.0 * 1024;

    private static final String BACKLOG = "scale-backlog";

    private final Launcher launcher;
    private final Topics topics;
    private final ClickTable table;
    private int trial;
    private boolean isBacklogThere;

    ScaleTrials(Launcher launcher, Topics topics, ClickTable table) {
        this.launcher = launcher;
        this.topics = topics;
        this.table = table;
    }

    Stream<ScalePoint> members() {
        return Stream.of(1, 2, 4, 8)
                .flatMap(consumers -> Stream.of(1, 2, 4, 8, 16).map(processors -> {
                    Setup setup = Setup.SHIPPED.with("Consumers", consumers).with("Processors", processors);
                    return point(consumers + " × " + processors, drain(backlog(), setup));
                }));
    }

    Stream<ScalePoint> partitions() {
        return Stream.of(1, 2, 4, 8, 16, 32, 64).map(partitions -> {
            String topic = "scale-partitions-" + partitions;
            return withTopic(
                    topic,
                    partitions,
                    new Clicks(1)::next,
                    () -> point(Integer.toString(partitions), drain(topic, Setup.SHIPPED)));
        });
    }

    Stream<ScalePoint> rows() {
        return Stream.of(10_000L, 100_000L, 1_000_000L, 5_000_000L, 20_000_000L).map(rows -> {
            String topic = backlog();
            table.reset(true);
            table.fill(rows);
            return point("%,d".formatted(rows), drainInto(topic, Setup.SHIPPED, WARM_UP, TIMED_TO));
        });
    }

    /** Of more user agents than the service remembers, nearly each has to be worked out: fewer clicks say what that costs. */
    Stream<ScalePoint> agents() {
        return Stream.of(100, 1_000, 10_000, 100_000, 1_000_000).map(distinct -> {
            String topic = "scale-agents-" + distinct;
            long part = distinct > REMEMBERED_AGENTS ? SLOW_PART : 1;
            return withTopic(topic, Topics.PARTITIONS, new DistinctClicks(distinct)::next, () -> {
                table.reset(true);
                return point(
                        "%,d".formatted(distinct), drainInto(topic, Setup.SHIPPED, WARM_UP / part, TIMED_TO / part));
            });
        });
    }

    /** Peak memory after a fifth and at the end says whether it grows with what has passed. */
    Stream<ScalePoint> heaps() {
        long clicks = 5_000_000;
        String topic = "scale-heap";
        topics.create(topic, Topics.PARTITIONS);
        topics.fill(topic, Topics.PARTITIONS, clicks + CLICKS - TIMED_TO, new Clicks(1)::next);
        return Stream.of("128m", "256m", "512m").map(heap -> {
            table.reset(true);
            try (Launcher.Started started = launcher.startService(topic, group(), Setup.SHIPPED.withHeap(heap))) {
                Progress progress = Progress.watch(started, topics, clicks / 5, STUCK);
                double earlyPeak = peakMemory(started.process());
                progress.watchOn(List.of(started), topics, clicks, STUCK);
                Drain drain = drain(progress.between(clicks / 5, clicks), peakMemory(started.process()));
                return new ScalePoint(heap, drain, "%.0f MiB after the first fifth".formatted(earlyPeak));
            } catch (IllegalStateException ended) {
                return ScalePoint.impossible(heap, "it does not run");
            }
        });
    }

    /** What counting takes of the rate is less than the machine changes from run to run: so both in turn, over many clicks, and medians. */
    Stream<ScalePoint> counts() {
        long warmUp = 500_000;
        long timedTo = 1_900_000;
        String topic = "scale-counts";
        topics.create(topic, Topics.PARTITIONS);
        topics.fill(topic, Topics.PARTITIONS, timedTo + CLICKS - TIMED_TO, new Clicks(1)::next);
        List<Drain> counted = new ArrayList<>();
        List<Drain> uncounted = new ArrayList<>();
        for (int round = 0; round < COUNTS_ROUNDS; round++) {
            table.reset(true);
            counted.add(drainInto(topic, Setup.SHIPPED, warmUp, timedTo));
            table.reset(false);
            uncounted.add(drainInto(topic, Setup.SHIPPED, warmUp, timedTo));
        }
        return Stream.of(median("counted", counted), median("not counted", uncounted));
    }

    private static ScalePoint median(String label, List<Drain> drains) {
        String rates = drains.stream()
                .map(drain -> "%,.0f".formatted(drain.perSecond()))
                .collect(joining(", "));
        Drain median = new Drain(
                median(drains, Drain::perSecond), median(drains, Drain::cpuMicros), median(drains, Drain::peakMemory));
        return new ScalePoint(label, median, "median of " + rates);
    }

    private static double median(List<Drain> drains, ToDoubleFunction<Drain> what) {
        return Spread.of(drains.stream().map(what::applyAsDouble).toList()).median();
    }

    Stream<ScalePoint> nodes() {
        return Stream.of(1, 2, 3).map(nodes -> {
            String topic = backlog();
            table.reset(true);
            String group = group();
            Setup setup = Setup.SHIPPED.with("Consumers", 2).clustered();
            List<Launcher.Started> started = new ArrayList<>();
            try {
                IntStream.range(0, nodes).forEach(node -> started.add(launcher.startService(topic, group, setup)));
                Progress progress = Progress.watch(started, topics, TIMED_TO, STUCK);
                double memory = started.stream()
                        .mapToDouble(node -> peakMemory(node.process()))
                        .sum();
                return point(Integer.toString(nodes), drain(progress.between(WARM_UP, TIMED_TO), memory));
            } finally {
                started.forEach(Launcher.Started::close);
            }
        });
    }

    private static ScalePoint point(String label, Drain drain) {
        return new ScalePoint(label, drain, "");
    }

    /** What most of them drain. */
    private String backlog() {
        if (!isBacklogThere) {
            topics.create(BACKLOG, Topics.PARTITIONS);
            topics.fill(BACKLOG, Topics.PARTITIONS, CLICKS, new Clicks(1)::next);
            isBacklogThere = true;
        }
        return BACKLOG;
    }

    private ScalePoint withTopic(
            String topic, int partitions, Supplier<byte[]> source, Supplier<ScalePoint> trialOfIt) {
        topics.create(topic, partitions);
        topics.fill(topic, partitions, CLICKS, source);
        ScalePoint point = trialOfIt.get();
        topics.delete(topic);
        return point;
    }

    private Drain drain(String topic, Setup setup) {
        table.reset(true);
        return drainInto(topic, setup, WARM_UP, TIMED_TO);
    }

    /**
     * @param from how many clicks are drained before it is timed
     * @param to how many are drained then
     */
    private Drain drainInto(String topic, Setup setup, long from, long to) {
        try (Launcher.Started started = launcher.startService(topic, group(), setup)) {
            Progress progress = Progress.watch(started, topics, to, STUCK);
            return drain(progress.between(from, to), peakMemory(started.process()));
        }
    }

    private static Drain drain(Pass pass, double peakMemory) {
        return new Drain(pass.clicks() / (pass.nanos() / 1e9), pass.cpuNanos() / 1e3 / pass.clicks(), peakMemory);
    }

    private static double peakMemory(JavaProcess process) {
        return process.peakMemory().stream().asDoubleStream().findFirst().orElse(Double.NaN) / MIB;
    }

    private String group() {
        return "scale-" + ++trial;
    }
}
