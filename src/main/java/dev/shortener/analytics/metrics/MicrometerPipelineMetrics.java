package dev.shortener.analytics.metrics;

import dev.shortener.analytics.event.DeviceType;
import dev.shortener.analytics.event.Reason;
import dev.shortener.analytics.event.TrafficChannel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** The counts in a Micrometer registry, every label from a fixed set. Thread-safe. */
public final class MicrometerPipelineMetrics implements PipelineMetrics {

    /** The classes of PostgreSQL's documentation, appendix A: what a trigger makes up itself is no label of its own. */
    private static final Set<String> SQLSTATE_CLASSES = Set.of(
            "none", "00", "01", "02", "03", "08", "09", "0A", "0B", "0F", "0L", "0P", "0Z", "10", "20", "21", "22",
            "23", "24", "25", "26", "27", "28", "2B", "2D", "2F", "34", "38", "39", "3B", "3D", "3F", "40", "42", "44",
            "53", "54", "55", "57", "58", "72", "F0", "HV", "P0", "XX");

    private static final String ANY = "any";

    private static final List<Duration> STEP_BUCKETS =
            millis(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000);

    /** A click knows whole seconds: nothing finer can be told. */
    private static final List<Duration> LATENCY_BUCKETS =
            millis(500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000, 86_400_000);

    private final MeterRegistry registry;
    private final MemberLoads members;
    private final Counter consumed;
    private final Counter consumedBytes;
    private final Counter stored;
    private final Counter duplicate;
    private final Map<Reason, Counter> rejected = new EnumMap<>(Reason.class);
    private final Counter batchRetries;
    private final Counter deadLetterRetries;
    private final Counter staleOutcomes;
    private final Counter commits;
    private final Counter failedCommits;
    private final Timer batchTime;
    private final Timer latency;
    private final Map<Step, Timer> steps = new EnumMap<>(Step.class);
    private final DistributionSummary batchSize;
    private final Map<LeftOut, Counter> leftOut = new EnumMap<>(LeftOut.class);
    private final Counter marks;

    public MicrometerPipelineMetrics(MeterRegistry registry) {
        this.registry = registry;
        members = new MemberLoads(registry);
        consumed = PipelineMeter.RECORDS_CONSUMED.counter(registry);
        consumedBytes = PipelineMeter.RECORDS_CONSUMED_SIZE.counter(registry);
        stored = PipelineMeter.CLICKS_STORED.counter(registry);
        duplicate = PipelineMeter.CLICKS_DUPLICATE.counter(registry);
        for (Reason reason : Reason.values()) {
            rejected.put(reason, PipelineMeter.RECORDS_REJECTED.counter(registry, "reason", reason.label()));
        }
        batchRetries = PipelineMeter.BATCHES_RETRIED.counter(registry);
        deadLetterRetries = PipelineMeter.DEAD_LETTERS_RETRIED.counter(registry);
        staleOutcomes = PipelineMeter.OUTCOMES_STALE.counter(registry);
        commits = PipelineMeter.COMMITS.counter(registry, "outcome", "done");
        failedCommits = PipelineMeter.COMMITS.counter(registry, "outcome", "failed");
        batchTime = PipelineMeter.BATCH_DURATION.histogram(registry, STEP_BUCKETS);
        latency = PipelineMeter.CLICK_LATENCY.histogram(registry, LATENCY_BUCKETS);
        for (Step step : Step.values()) {
            steps.put(step, PipelineMeter.STEP_DURATION.histogram(registry, STEP_BUCKETS, "step", step.label()));
        }
        for (LeftOut reason : LeftOut.values()) {
            leftOut.put(reason, PipelineMeter.VISITORS_LEFT_OUT.counter(registry, "reason", reason.label()));
        }
        marks = PipelineMeter.VISITOR_MARKS.counter(registry);
        batchSize = DistributionSummary.builder(PipelineMeter.BATCH_SIZE.meterName())
                .baseUnit(PipelineMeter.BATCH_SIZE.unit())
                .description(PipelineMeter.BATCH_SIZE.description())
                .register(registry);
    }

    private static List<Duration> millis(long... bounds) {
        return LongStream.of(bounds).mapToObj(Duration::ofMillis).toList();
    }

    PipelineCounts counts() {
        double rejections = 0;
        for (Counter counter : rejected.values()) {
            rejections += counter.count();
        }
        return new PipelineCounts(
                (long) consumed.count(), (long) stored.count(), (long) duplicate.count(), (long) rejections);
    }

    @Override
    public void consumed(int records, long bytes) {
        consumed.increment(records);
        consumedBytes.increment((double) bytes);
    }

    @Override
    public void stored(int rows) {
        stored.increment(rows);
    }

    @Override
    public void duplicate(int rows) {
        duplicate.increment(rows);
    }

    @Override
    public void rejected(Reason reason) {
        Counter counter = rejected.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void batchRetried() {
        batchRetries.increment();
    }

    @Override
    public void statementFailed(String sqlStateClass) {
        String label = SQLSTATE_CLASSES.contains(sqlStateClass) ? sqlStateClass : "other";
        PipelineMeter.STATEMENTS_FAILED
                .counter(registry, "sqlstate_class", label)
                .increment();
    }

    @Override
    public void deadLetterRetried() {
        deadLetterRetries.increment();
    }

    @Override
    public void batchSettled(int records, long nanos) {
        batchTime.record(nanos, TimeUnit.NANOSECONDS);
        batchSize.record(records);
    }

    @Override
    public void stepTook(Step step, long nanos) {
        Timer timer = steps.get(step);
        if (timer != null) {
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void clickStoredAfter(long millis) {
        latency.record(Math.max(0, millis), TimeUnit.MILLISECONDS);
    }

    @Override
    public void memberHolds(int member, MemberLoad load) {
        members.report(member, load);
    }

    @Override
    public void committed(boolean done) {
        (done ? commits : failedCommits).increment();
    }

    @Override
    public void staleOutcome() {
        staleOutcomes.increment();
    }

    @Override
    public void shadowCompared() {
        PipelineMeter.SHADOW_CLICKS.counter(registry).increment();
    }

    @Override
    public void shadowDiffered(DeviceType from, DeviceType to) {
        shadowDifference("device_type", from.label(), to.label());
    }

    @Override
    public void shadowDiffered(TrafficChannel from, TrafficChannel to) {
        shadowDifference("traffic_channel", from.label(), to.label());
    }

    @Override
    public void shadowSourceDiffered() {
        shadowDifference("traffic_source", ANY, ANY);
    }

    @Override
    public void visitorLeftOut(LeftOut reason) {
        Counter counter = leftOut.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void visitorsMarked(int number) {
        marks.increment(number);
    }

    /** Some hundred series at most: both labels are of closed sets. */
    private void shadowDifference(String column, String from, String to) {
        PipelineMeter.SHADOW_DIFFERENCES
                .counter(registry, "column", column, "from", from, "to", to)
                .increment();
    }
}
