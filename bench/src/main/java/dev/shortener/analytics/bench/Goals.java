package dev.shortener.analytics.bench;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** What the service should reach, compared within one run. Immutable; reads the scores when asked. */
final class Goals {

    private final Scores scores;

    Goals(Scores scores) {
        this.scores = scores;
    }

    List<Goal> all() {
        return List.of(
                Goal.atLeast("warm drain / Spring Kafka's", ratio(Contender.SPRING), 1.3),
                Goal.atLeast("warm drain / parallel-consumer's", ratio(Contender.PARALLEL), 1.3),
                Goal.atLeast("warm drain / COPY's, 2 connections", ratio(Contender.COPY2), 0.38),
                Goal.atLeast("warm drain / the kq model's", ratio(Contender.KQ), 6),
                Goal.atLeast("warm drain / COPY's, 2 connections", ratio(Contender.COPY2), 0.5)
                        .asStretch(),
                Goal.atLeast("warm drain / best peer's", bestRatio(), 1.6).asStretch(),
                Goal.atMost("cold drain, s / best peer's", coldRatio(), 1),
                Goal.atMost("processor time of a click, warm, µs", cpu(), 5.5),
                Goal.atMost("processor time of a click, warm, µs", cpu(), 4.5).asStretch(),
                Goal.atMost("latency at 2,000/s, warm, p50, ms", own(scores.atRate(), Latency::p50), 4),
                Goal.atMost("latency at 2,000/s, warm, p99, ms", own(scores.atRate(), Latency::p99), 15),
                Goal.atMost("the same, p50 / best peer's", latencyRatio(Latency::p50), 1),
                Goal.atMost("the same, p99 / best peer's", latencyRatio(Latency::p99), 1),
                Goal.atMost("latency at 2,000/s, first 30 s, p99, ms", own(scores.cold(), Latency::p99), 250));
    }

    private OptionalDouble ratio(Contender other) {
        return divide(drain(Contender.SERVICE), drain(other));
    }

    private OptionalDouble bestRatio() {
        OptionalDouble best = scores.bestPeers()
                .mapToDouble(peer -> median(scores.drains(), peer, Drain::perSecond))
                .max();
        return divide(drain(Contender.SERVICE), best);
    }

    private OptionalDouble coldRatio() {
        return divide(
                own(scores.coldDrains(), Double::doubleValue), leastOfPeers(scores.coldDrains(), Double::doubleValue));
    }

    private OptionalDouble latencyRatio(ToDoubleFunction<Latency> what) {
        return divide(own(scores.atRate(), what), leastOfPeers(scores.atRate(), what));
    }

    private OptionalDouble cpu() {
        return own(scores.drains(), Drain::cpuMicros);
    }

    private OptionalDouble drain(Contender contender) {
        return scores.best(contender).stream()
                .mapToDouble(entry -> median(scores.drains(), entry, Drain::perSecond))
                .findFirst();
    }

    private <T> OptionalDouble own(Map<Entry, List<T>> measured, ToDoubleFunction<T> what) {
        return measured.keySet().stream()
                .filter(entry -> entry.contender() == Contender.SERVICE)
                .mapToDouble(entry -> median(measured, entry, what))
                .findFirst();
    }

    private <T> OptionalDouble leastOfPeers(Map<Entry, List<T>> measured, ToDoubleFunction<T> what) {
        return measured.keySet().stream()
                .filter(entry -> entry.contender() == Contender.SPRING || entry.contender() == Contender.PARALLEL)
                .mapToDouble(entry -> median(measured, entry, what))
                .min();
    }

    private static <T> double median(Map<Entry, List<T>> measured, Entry entry, ToDoubleFunction<T> what) {
        return Scores.spread(measured, entry, what).orElseThrow().median();
    }

    private static OptionalDouble divide(OptionalDouble one, OptionalDouble other) {
        return one.isPresent() && other.isPresent()
                ? OptionalDouble.of(one.getAsDouble() / other.getAsDouble())
                : OptionalDouble.empty();
    }
}
