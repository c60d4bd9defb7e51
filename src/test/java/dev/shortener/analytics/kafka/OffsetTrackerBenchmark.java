package dev.shortener.analytics.kafka;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Opening one span, settling another and asking for the position, with so many open. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class OffsetTrackerBenchmark {

    @Param({"1", "100", "100000"})
    private int inFlight;

    private OffsetTracker tracker = new OffsetTracker();
    private final Deque<OffsetTracker.Span> open = new ArrayDeque<>();
    private long offset;

    /** As many are open as are asked for. */
    @Setup(Level.Iteration)
    public void fill() {
        tracker = new OffsetTracker();
        open.clear();
        offset = 0;
        for (int i = 0; i < inFlight; i++) {
            open.addLast(tracker.open(offset, offset++));
        }
    }

    /** Settles the oldest. */
    @Benchmark
    public OptionalLong settleInOrder() {
        open.addLast(tracker.open(offset, offset++));
        tracker.settle(open.removeFirst());
        return tracker.safePosition();
    }

    /** Settles the newest but the oldest stays open; every thousandth time it is settled too. */
    @Benchmark
    public OptionalLong settleOutOfOrder() {
        OffsetTracker.Span span = tracker.open(offset, offset++);
        tracker.settle(span);
        if (offset % 1_000 == 0) {
            open.addLast(tracker.open(offset, offset++));
            tracker.settle(open.removeFirst());
        }
        return tracker.safePosition();
    }
}
