package dev.shortener.analytics.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every metric of the service's own: the one list that what is measured and the documents share. Immutable.
 *
 * <p>Each label has values of a closed set; {@code partition} has those of the topic.
 */
@SuppressWarnings("ImmutableEnumChecker") // its collections are made by "of"
public enum PipelineMeter {
    RECORDS_CONSUMED("analytics.records.consumed", Meter.Type.COUNTER, null, "Records read from the topic"),
    RECORDS_CONSUMED_SIZE(
            "analytics.records.consumed.size", Meter.Type.COUNTER, "bytes", "Keys and values read from the topic"),
    CLICKS_STORED("analytics.clicks.stored", Meter.Type.COUNTER, null, "Rows added"),
    CLICKS_DUPLICATE("analytics.clicks.duplicate", Meter.Type.COUNTER, null, "Rows that were there already"),
    RECORDS_REJECTED(
            "analytics.records.rejected",
            Meter.Type.COUNTER,
            null,
            "Records acknowledged in the dead-letter topic",
            "reason"),
    IN_FLIGHT_RECORDS(
            "analytics.in.flight.records",
            Meter.Type.GAUGE,
            null,
            "Records read and neither stored nor dead-lettered yet"),
    IN_FLIGHT_BYTES("analytics.in.flight.bytes", Meter.Type.GAUGE, null, "The same, in bytes of keys and values"),
    LAG_RECORDS(
            "analytics.partition.lag.records",
            Meter.Type.GAUGE,
            null,
            "Records of a partition of this process that are neither stored nor dead-lettered, read or not",
            "partition"),
    LAG_SECONDS(
            "analytics.partition.lag",
            Meter.Type.GAUGE,
            "seconds",
            "How long ago the oldest of them was sent; 0 without any. Of what has not been read yet, at most so long ago",
            "partition"),
    CLICK_LATENCY(
            "analytics.click.latency",
            Meter.Type.TIMER,
            "seconds",
            "Time from a click, which knows whole seconds, to its row"),
    BATCH_DURATION(
            "analytics.batch.duration",
            Meter.Type.TIMER,
            "seconds",
            "Time from a batch being read to its being settled"),
    BATCH_SIZE("analytics.batch.size", Meter.Type.DISTRIBUTION_SUMMARY, "records", "Records of a settled batch"),
    STEP_DURATION(
            "analytics.step.duration",
            Meter.Type.TIMER,
            "seconds",
            "Time that a batch spends in one step: decode, enrich, write, dead_letter, commit",
            "step"),
    BATCHES_RETRIED(
            "analytics.batches.retried", Meter.Type.COUNTER, null, "Batches sent again because the world was broken"),
    STATEMENTS_FAILED(
            "analytics.statements.failed",
            Meter.Type.COUNTER,
            null,
            "Statements and connections that the database failed, by the class of the SQLSTATE; there after the first",
            "sqlstate_class"),
    DEAD_LETTERS_RETRIED("analytics.dead.letters.retried", Meter.Type.COUNTER, null, "Dead letters published again"),
    OUTCOMES_STALE(
            "analytics.outcomes.stale", Meter.Type.COUNTER, null, "Outcomes for partitions that had gone elsewhere"),
    COMMITS("analytics.commits", Meter.Type.COUNTER, null, "Commits of offsets", "outcome"),
    CACHE_REQUESTS("analytics.cache.requests", Meter.Type.COUNTER, null, "Look-ups in a cache", "cache", "result"),
    CACHE_ENTRIES("analytics.cache.entries", Meter.Type.GAUGE, null, "Entries of a cache", "cache"),
    GEO_DATABASE_BUILT(
            "analytics.geo.database.build.timestamp",
            Meter.Type.GAUGE,
            "seconds",
            "When the country database in use was built, in seconds since 1970; not there without one"),
    GEO_DATABASE_RELOADS(
            "analytics.geo.database.reloads",
            Meter.Type.COUNTER,
            null,
            "Country databases that were there anew while the service ran",
            "outcome"),
    SHADOW_CLICKS(
            "analytics.shadow.clicks",
            Meter.Type.COUNTER,
            null,
            "Clicks that were also classed by the shadow lists; there after the first"),
    SHADOW_DIFFERENCES(
            "analytics.shadow.differences",
            Meter.Type.COUNTER,
            null,
            "Columns of clicks that the shadow lists would have made otherwise; there after the first",
            "column",
            "from",
            "to"),
    VISITORS_LEFT_OUT(
            "analytics.visitors.left.out",
            Meter.Type.COUNTER,
            null,
            "Clicks of people whose visitors are not counted: late, early (their day has no salt now), or without an address",
            "reason"),
    VISITOR_MARKS(
            "analytics.visitor.marks",
            Meter.Type.COUNTER,
            null,
            "Registers of sketches of visitors that clicks raised, as far as they were not known to be that high"),
    READY("analytics.ready", Meter.Type.GAUGE, null, "1 if the service does its work, 0 if /readyz says what is wrong"),
    START_DURATION(
            "analytics.start.duration",
            Meter.Type.GAUGE,
            "seconds",
            "Time from the start of the process to its being ready; there once it was"),
    BUILD_INFO("analytics.build.info", Meter.Type.GAUGE, null, "1, with the version of the service", "version");

    private final String meterName;
    private final Meter.Type type;
    private final @Nullable String unit;
    private final String description;
    private final List<String> labels;

    PipelineMeter(String meterName, Meter.Type type, @Nullable String unit, String description, String... labels) {
        this.meterName = meterName;
        this.type = type;
        this.unit = unit;
        this.description = description;
        this.labels = List.of(labels);
    }

    /** What Prometheus knows it by; a histogram's series add {@code _bucket}, {@code _count}, {@code _sum} and {@code _max}. */
    public String prometheusName() {
        String withUnit = meterName.replace('.', '_') + (unit == null ? "" : "_" + unit);
        return type == Meter.Type.COUNTER ? withUnit + "_total" : withUnit;
    }

    /** What it is in Prometheus. */
    public String prometheusType() {
        return switch (type) {
            case COUNTER -> "counter";
            case TIMER, DISTRIBUTION_SUMMARY -> this == BATCH_SIZE ? "summary" : "histogram";
            default -> "gauge";
        };
    }

    /** What it counts or measures, without a full stop. */
    public String description() {
        return description;
    }

    /** Names of its labels. */
    public List<String> labels() {
        return labels;
    }

    /** @param tags names and values in turn, the names as in {@link #labels} */
    Counter counter(MeterRegistry registry, String... tags) {
        return Counter.builder(meterName)
                .baseUnit(unit)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    /**
     * @param buckets upper bounds of the histogram
     * @param tags names and values in turn
     */
    Timer histogram(MeterRegistry registry, List<Duration> buckets, String... tags) {
        return Timer.builder(meterName)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(buckets.toArray(Duration[]::new))
                .register(registry);
    }

    String meterName() {
        return meterName;
    }

    @Nullable
    String unit() {
        return unit;
    }
}
