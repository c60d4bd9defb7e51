package dev.shortener.analytics.store;

import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.DeviceType;
import dev.shortener.analytics.event.EnrichedClick;
import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.event.RulesVersion;
import dev.shortener.analytics.event.TopicIdentity;
import dev.shortener.analytics.event.TrafficChannel;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The id of a row, and the parameters of a batch's statement, a row. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class StoreBenchmark {

    private static final int BATCH = 1_000;
    private static final TopicIdentity TOPIC =
            new TopicIdentity("MkU3OEVBNTcwNTJENDM2Qk", "click-events", "Vq1bG0mQSuKc0kJxXlYp1w");
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final RulesVersion VERSION = new RulesVersion("agents.tsv=0", "", "1");

    private final ClickBatch batch = ClickBatch.of(
            TOPIC.topicId(),
            0,
            LongStream.range(0, BATCH).mapToObj(StoreBenchmark::entry).toList());
    private final Map<RulesVersion, Short> versions = Map.of(VERSION, (short) 1);
    private final ClickEvent byPosition = event(null);
    private final ClickEvent byEventId = event("0198c2c8-8f3e-7c5e-9d3f-1c5f2a7b9e10");
    private long offset;

    /** Of cluster, topic, partition and offset. */
    @Benchmark
    public UUID idByPosition() {
        return ClickIds.of(byPosition, new Position(TOPIC, 3, offset++));
    }

    /** Of the producer's own id. */
    @Benchmark
    public UUID idByEventId() {
        return ClickIds.of(byEventId, new Position(TOPIC, 3, offset++));
    }

    /** A row's share of a batch of a thousand. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Tuple encodeRow() {
        return ClickInsert.parameters(batch, batch.rows(), versions);
    }

    private static ClickBatch.Entry entry(long offset) {
        Position position = new Position(TOPIC, 0, offset);
        EnrichedClick click = new EnrichedClick(
                "abc1234",
                TIME.plusSeconds(offset),
                "DE",
                DeviceType.MOBILE,
                "google",
                TrafficChannel.SEARCH,
                "Chrome",
                "Android",
                null,
                null);
        return new ClickBatch.Entry(offset, position, new ClickRow(new UUID(offset, offset), click, VERSION));
    }

    private static ClickEvent event(String eventId) {
        return new ClickEvent("abc1234", TIME, "", "", "", eventId);
    }
}
