package dev.shortener.analytics.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What was measured, in the order in which it was first. For one thread. */
final class Scores {

    private final Map<Entry, List<Drain>> drains = new LinkedHashMap<>();
    private final Map<Entry, List<Double>> coldDrains = new LinkedHashMap<>();
    private final Map<Entry, List<Latency>> atRate = new LinkedHashMap<>();
    private final Map<Entry, List<Latency>> atHalf = new LinkedHashMap<>();
    private final Map<Entry, List<Latency>> cold = new LinkedHashMap<>();
    private final Map<Entry, List<Latency>> restart = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();

    void drained(Entry entry, Drain drain) {
        add(drains, entry, drain);
    }

    /**
     * @param seconds that the cold clicks took
     */
    void drainedCold(Entry entry, double seconds) {
        add(coldDrains, entry, seconds);
    }

    void warmLatency(Entry entry, Trials.Latencies latencies) {
        add(atRate, entry, latencies.atRate());
        add(atHalf, entry, latencies.atHalf());
    }

    void coldLatency(Entry entry, Latency latency) {
        add(cold, entry, latency);
    }

    void restartLatency(Entry entry, Latency latency) {
        add(restart, entry, latency);
    }

    /** Something could not be measured. */
    void failed(String what) {
        failures.add(what);
    }

    Map<Entry, List<Drain>> drains() {
        return drains;
    }

    Map<Entry, List<Double>> coldDrains() {
        return coldDrains;
    }

    Map<Entry, List<Latency>> atRate() {
        return atRate;
    }

    Map<Entry, List<Latency>> atHalf() {
        return atHalf;
    }

    Map<Entry, List<Latency>> cold() {
        return cold;
    }

    Map<Entry, List<Latency>> restart() {
        return restart;
    }

    List<String> failures() {
        return failures;
    }

    /** The batch size at which a contender drains fastest; empty if it was not measured. */
    Optional<Entry> best(Contender contender) {
        return drains.keySet().stream()
                .filter(entry -> entry.contender() == contender)
                .max(Comparator.comparingDouble(entry ->
                        spread(drains, entry, Drain::perSecond).orElseThrow().median()));
    }

    /** The best of each of the other consumers but for the model of kq, as far as they were measured. */
    Stream<Entry> bestPeers() {
        return Stream.of(Contender.SPRING, Contender.PARALLEL).flatMap(peer -> best(peer).stream());
    }

    /** What the measurements of one entry came to; empty if there is none. */
    static <T> Optional<Spread> spread(Map<Entry, List<T>> measured, Entry entry, ToDoubleFunction<T> what) {
        List<T> values = measured.getOrDefault(entry, List.of());
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(Spread.of(values.stream().map(what::applyAsDouble).toList()));
    }

    private static <T> void add(Map<Entry, List<T>> measured, Entry entry, T value) {
        measured.computeIfAbsent(entry, first -> new ArrayList<>()).add(value);
    }
}
