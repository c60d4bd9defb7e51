package dev.shortener.analytics.bench;

import dev.shortener.analytics.bench.contender.Pass;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The things that are done with a contender. Each begins with empty tables and a process that has just been started, and ends with that
 * process. For one thread.
 *
 * <p>Warm is what comes after the first two passes, in which compilers take a part of the processor that those of a service that runs for days
 * do not: a backlog of six passes is there, and the median of the three after them counts. So nothing is published meanwhile, and the end
 * of the backlog, where partitions run dry one by one, is left out.
 */
final class Trials {

    private static final int PASSES = 6;
    private static final int WARM_UP_PASSES = 2;
    private static final long LATENCY_RATE = 2_000;
    private static final double NEW_AGENTS = 0.02;
    private static final Duration STUCK = Duration.ofMinutes(2);
    private static final Duration LONG = Duration.ofMinutes(10);

    /** The compilers of all three processes are busy for so long with the code of a load that is not a backlog. */
    private static final Duration WARM_UP = Duration.ofSeconds(60);

    private static final Duration COLD_TIME = Duration.ofSeconds(30);
    private static final double MIB = 1024.0 * 1024;

    private static final String BACKLOG = "bench-backlog";
    private static final String COLD_BACKLOG = "bench-cold";

    private final Options options;
    private final Servers servers;
    private final Launcher launcher;
    private final Topics topics;
    private final ClickTable table;
    private int topicNumber;

    Trials(Options options, Servers servers, Launcher launcher, Topics topics, ClickTable table) {
        this.options = options;
        this.servers = servers;
        this.launcher = launcher;
        this.topics = topics;
        this.table = table;
    }

    /** What latencies there are. */
    record Latencies(Latency atRate, Latency atHalf) {}

    /** Publishes what all of them drain. */
    void prepare() {
        topics.create(BACKLOG);
        topics.fill(BACKLOG, PASSES * options.clicks(), new Clicks(options.seed())::next);
        topics.create(COLD_BACKLOG);
        topics.fill(COLD_BACKLOG, options.coldClicks(), new Clicks(options.seed())::next);
    }

    /** Drains the backlog up to the end of its last pass but one. */
    Drain drain(Entry entry) {
        reset(entry);
        long pass = entry.contender().partOf(options.clicks());
        try (Launcher.Started started = launcher.start(entry, BACKLOG, pass)) {
            return entry.contender().kind() == Contender.Kind.LIMIT ? limit(started) : drain(started, pass);
        }
    }

    private Drain drain(Launcher.Started started, long clicks) {
        Progress progress = Progress.watch(started, topics, (PASSES - 1) * clicks, STUCK);
        List<Pass> warm = IntStream.range(WARM_UP_PASSES, PASSES - 1)
                .mapToObj(pass -> progress.between(pass * clicks, (pass + 1) * clicks))
                .toList();
        double peak = started.process().peakMemory().stream()
                .asDoubleStream()
                .findFirst()
                .orElse(Double.NaN);
        return drain(warm, peak / MIB);
    }

    private static Drain limit(Launcher.Started started) {
        started.process().awaitEnd(LONG);
        List<Pass> warm = started.process().lines().stream()
                .map(Pass::parse)
                .flatMap(Optional::stream)
                .skip(1)
                .toList();
        return drain(warm, Double.NaN);
    }

    private static Drain drain(List<Pass> passes, double peakMemory) {
        Spread rate = Spread.of(passes.stream()
                .map(pass -> pass.clicks() / (pass.nanos() / 1e9))
                .toList());
        Spread cpu = Spread.of(passes.stream()
                .map(pass -> pass.cpuNanos() / 1e3 / pass.clicks())
                .toList());
        return new Drain(rate.median(), cpu.median(), peakMemory);
    }

    /** From the start of a process to the last of the rows, in seconds for all of the clicks. */
    double coldDrain(Entry entry) {
        reset(entry);
        try (Launcher.Started started = launcher.start(entry, COLD_BACKLOG, options.coldClicks())) {
            long seen = table.awaitRows(options.coldClicks(), LONG, started.process());
            return (seen - started.process().startedAt()) / 1e9;
        }
    }

    /**
     * Drains a pass, and then is published to at two rates; at the lower one, some user agents are new.
     *
     * @param half clicks a second of the second load: half of what the contender drains
     */
    Latencies warmLatency(Entry entry, long half) {
        long warmUp = entry.contender().partOf(options.clicks());
        return withTopic(entry, topic -> {
            topics.fill(topic, warmUp, new Clicks(options.seed())::next);
            try (Launcher.Started started = launcher.start(entry, topic, warmUp);
                    Probes probes = new Probes(servers.jdbcUrl());
                    Load load = new Load(topics, topic, new Clicks(options.seed() + 1), probes)) {
                table.awaitRows(warmUp, LONG, started.process());
                Latency atRate = underLoad(load, probes, LATENCY_RATE, NEW_AGENTS);
                Latency atHalf = underLoad(load, probes, half, 0);
                table.awaitRows(warmUp + load.sent(), LONG, started.process());
                return new Latencies(atRate, atHalf);
            }
        });
    }

    /** The first half minute of a process, from its first row on. */
    Latency coldLatency(Entry entry) {
        return firstLatency(entry, topic -> launcher.start(entry, topic, 0), options.seed() + 1);
    }

    /** The same for one that knows the user agents of the process before, but for those that nobody has seen. */
    Latency restartLatency(Entry entry) {
        return firstLatency(entry, topic -> launcher.startAgain(entry, topic), options.seed() + 2);
    }

    private Latency firstLatency(Entry entry, Function<String, Launcher.Started> start, long seed) {
        return withTopic(entry, topic -> {
            try (Launcher.Started started = start.apply(topic);
                    Probes probes = new Probes(servers.jdbcUrl());
                    Load load = new Load(topics, topic, new Clicks(seed), probes)) {
                load.probe();
                probes.await(STUCK);
                load.run(LATENCY_RATE, shorter(COLD_TIME, options.loadTime().multipliedBy(3)), NEW_AGENTS, true);
                Latency latency = Latency.of(LATENCY_RATE, probes.await(STUCK));
                table.awaitRows(load.sent(), LONG, started.process());
                return latency;
            }
        });
    }

    private Latency underLoad(Load load, Probes probes, long perSecond, double newAgents) {
        load.run(perSecond, WARM_UP, newAgents, false);
        load.run(perSecond, options.loadTime(), newAgents, true);
        return Latency.of(perSecond, probes.await(STUCK));
    }

    private <T> T withTopic(Entry entry, Function<String, T> work) {
        reset(entry);
        String topic = "bench-latency-" + ++topicNumber;
        topics.create(topic);
        T result = work.apply(topic);
        topics.delete(topic);
        return result;
    }

    private void reset(Entry entry) {
        table.reset(entry.contender().kind() == Contender.Kind.SERVICE);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
