package dev.shortener.analytics.bench;

import dev.shortener.analytics.bench.contender.Pass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How far a contender had come at which time, by the offsets that it had committed: below them everything is in the table. Commits come in
 * steps; between two looks, progress is taken to be even. For one thread.
 */
final class Progress {

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    private final List<Sample> samples = new ArrayList<>();

    /**
     * What was seen at one time.
     *
     * @param nanos in the time of {@link System#nanoTime}
     * @param committed records
     * @param cpuNanos processor time of the process so far
     */
    record Sample(double nanos, double committed, double cpuNanos) {

        private Sample towards(Sample next, double records) {
            double part = (records - committed) / (next.committed - committed);
            return new Sample(
                    nanos + part * (next.nanos - nanos), records, cpuNanos + part * (next.cpuNanos - cpuNanos));
        }
    }

    /**
     * Blocks until as many records are committed.
     *
     * @param most how long nothing may be committed
     */
    static Progress watch(Launcher.Started contender, Topics topics, long records, Duration most) {
        return watch(List.of(contender), topics, records, most);
    }

    /**
     * @param contenders members of one group
     */
    static Progress watch(List<Launcher.Started> contenders, Topics topics, long records, Duration most) {
        Progress progress = new Progress();
        progress.watchOn(contenders, topics, records, most);
        return progress;
    }

    /** Watches on, until as many are committed. */
    void watchOn(List<Launcher.Started> contenders, Topics topics, long records, Duration most) {
        String group = contenders.get(0).group();
        long deadline = System.nanoTime() + most.toNanos();
        long committed = -1;
        while (committed < records) {
            contenders.forEach(contender -> contender.process().requireAlive());
            long now = topics.committed(group);
            if (now > committed) {
                deadline = System.nanoTime() + most.toNanos();
                committed = now;
                long cpu = contenders.stream()
                        .mapToLong(contender -> contender.process().cpuNanos())
                        .sum();
                samples.add(new Sample(System.nanoTime(), now, cpu));
            } else if (System.nanoTime() > deadline) {
                throw new IllegalStateException(now + " of " + records + " records are committed, none for " + most);
            }
            LockSupport.parkNanos(PAUSE);
        }
    }

    /** What it took to get from one number of records to another. */
    Pass between(long from, long to) {
        Sample first = at(from);
        Sample last = at(to);
        return new Pass(
                to - from, Math.round(last.nanos() - first.nanos()), Math.round(last.cpuNanos() - first.cpuNanos()));
    }

    /** When it had come that far. */
    private Sample at(long records) {
        int next = 0;
        while (samples.get(next).committed() < records) {
            next++;
        }
        return next == 0 ? samples.get(0) : samples.get(next - 1).towards(samples.get(next), (double) records);
    }
}
