package dev.shortener.analytics.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What is measured in which order: contenders take turns, and each round begins with another one, so that whatever drifts on the machine
 * drifts for all. Batch sizes are tried in the first round; from then on the best one is measured. For one thread.
 */
final class Rounds {

    private final Options options;
    private final List<Contender> contenders;
    private final Trials trials;
    private final Scores scores;

    Rounds(Options options, List<Contender> contenders, Trials trials, Scores scores) {
        this.options = options;
        this.contenders = contenders;
        this.trials = trials;
        this.scores = scores;
    }

    void run() {
        for (int round = 0; round < options.rounds(); round++) {
            drain(round);
            consumers(round).forEach(this::coldDrain);
        }
        for (int round = 0; round < options.latencyRounds(); round++) {
            consumers(round).forEach(this::warmLatency);
            consumers(round).forEach(this::coldLatency);
            consumers(round).stream()
                    .filter(entry -> entry.contender().kind() == Contender.Kind.SERVICE)
                    .forEach(this::restartLatency);
        }
    }

    private void drain(int round) {
        for (Contender contender : turned(contenders, round)) {
            Optional<Entry> best = scores.best(contender);
            for (Entry entry : best.map(List::of).orElseGet(() -> options.entries(contender))) {
                measure("drain", entry, () -> trials.drain(entry), drain -> scores.drained(entry, drain));
            }
        }
    }

    private void coldDrain(Entry entry) {
        measure("cold drain", entry, () -> trials.coldDrain(entry), seconds -> scores.drainedCold(entry, seconds));
    }

    private void warmLatency(Entry entry) {
        long half = (long) Scores.spread(scores.drains(), entry, Drain::perSecond)
                        .orElseThrow()
                        .median()
                / 2;
        measure(
                "warm latency",
                entry,
                () -> trials.warmLatency(entry, half),
                latencies -> scores.warmLatency(entry, latencies));
    }

    private void coldLatency(Entry entry) {
        measure("cold latency", entry, () -> trials.coldLatency(entry), latency -> scores.coldLatency(entry, latency));
    }

    /** No other keeps anything. */
    private void restartLatency(Entry entry) {
        measure(
                "latency after a restart",
                entry,
                () -> trials.restartLatency(entry),
                latency -> scores.restartLatency(entry, latency));
    }

    /** Each consumer at its best batch size; one that could not be drained is left out. */
    private List<Entry> consumers(int round) {
        Function<Contender, Optional<Entry>> best = scores::best;
        return turned(contenders, round).stream()
                .filter(contender -> contender.kind() != Contender.Kind.LIMIT)
                .flatMap(best.andThen(Optional::stream))
                .toList();
    }

    private <T> void measure(String what, Entry entry, Supplier<T> trial, Consumer<T> keep) {
        long started = System.nanoTime();
        try {
            T result = trial.get();
            keep.accept(result);
            System.err.printf(
                    "%6.1f s  %s: %s: %s%n", (System.nanoTime() - started) / 1e9, what, entry.label(), result);
        } catch (IllegalStateException failed) {
            scores.failed(what + ": " + entry.label() + ": " + failed.getMessage());
            System.err.println("failed: " + what + ": " + entry.label() + ": " + failed.getMessage());
        }
    }

    private static <T> List<T> turned(List<T> list, int by) {
        List<T> turned = new ArrayList<>(list);
        Collections.rotate(turned, -by);
        return turned;
    }
}
