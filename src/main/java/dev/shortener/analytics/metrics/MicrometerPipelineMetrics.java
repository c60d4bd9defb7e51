package dev.shortener.analytics.metrics;

import dev.shortener.analytics.event.DeviceType;
import dev.shortener.analytics.event.Reason;
import dev.shortener.analytics.event.TrafficChannel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The counts in a Micrometer registry, every label from a fixed set. Thread-safe. */
public final class MicrometerPipelineMetrics implements PipelineMetrics {

    /** The classes of PostgreSQL's documentation, appendix A: what a trigger makes up itself is no label of its own. */
    private static final Set<String> SQLSTATE_CLASSES = Set.of(
            "none", "00", "01", "02", "03", "08", "09", "0A", "0B", "0F", "0L", "0P", "0Z", "10", "20", "21", "22",
            "23", "24", "25", "26", "27", "28", "2B", "2D", "2F", "34", "38", "39", "3B", "3D", "3F", "40", "42", "44",
            "53", "54", "55", "57", "58", "72", "F0", "HV", "P0", "XX");

    private static final String ANY = "any";

    private final MeterRegistry registry;
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
    private final DistributionSummary batchSize;

    public MicrometerPipelineMetrics(MeterRegistry registry) {
        this.registry = registry;
        consumed = counter("analytics.records.consumed", "Records read from the topic");
        consumedBytes = Counter.builder("analytics.records.consumed.size")
                .baseUnit("bytes")
                .description("Keys and values read from the topic")
                .register(registry);
        stored = counter("analytics.clicks.stored", "Rows added");
        duplicate = counter("analytics.clicks.duplicate", "Rows that were there already");
        for (Reason reason : Reason.values()) {
            rejected.put(
                    reason,
                    Counter.builder("analytics.records.rejected")
                            .description("Records acknowledged in the dead-letter topic")
                            .tag("reason", reason.label())
                            .register(registry));
        }
        batchRetries = counter("analytics.batches.retried", "Batches sent again because the world was broken");
        deadLetterRetries = counter("analytics.dead.letters.retried", "Dead letters published again");
        staleOutcomes = counter("analytics.outcomes.stale", "Outcomes for partitions that had gone elsewhere");
        commits = commitCounter("done");
        failedCommits = commitCounter("failed");
        batchTime = Timer.builder("analytics.batch.duration")
                .description("Time from a batch being read to its being settled")
                .publishPercentileHistogram()
                .register(registry);
        batchSize = DistributionSummary.builder("analytics.batch.size")
                .baseUnit("records")
                .description("Records of a settled batch")
                .register(registry);
    }

    PipelineCounts counts() {
        double rejections = 0;
        for (Counter counter : rejected.values()) {
            rejections += counter.count();
        }
        return new PipelineCounts(
                (long) consumed.count(), (long) stored.count(), (long) duplicate.count(), (long) rejections);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private Counter commitCounter(String outcome) {
        return Counter.builder("analytics.commits")
                .description("Commits of offsets")
                .tag("outcome", outcome)
                .register(registry);
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
        Counter.builder("analytics.statements.failed")
                .description("Statements that the database failed")
                .tag("sqlstate_class", SQLSTATE_CLASSES.contains(sqlStateClass) ? sqlStateClass : "other")
                .register(registry)
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
    public void committed(boolean done) {
        (done ? commits : failedCommits).increment();
    }

    @Override
    public void staleOutcome() {
        staleOutcomes.increment();
    }

    @Override
    public void shadowCompared() {
        counter("analytics.shadow.clicks", "Clicks that were also classed by the shadow lists")
                .increment();
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

    /** Some hundred series at most: both labels are of closed sets. */
    private void shadowDifference(String column, String from, String to) {
        Counter.builder("analytics.shadow.differences")
                .description("Columns of clicks that the shadow lists would have made otherwise")
                .tags("column", column, "from", from, "to", to)
                .register(registry)
                .increment();
    }
}
