package dev.shortener.analytics.bus;

import dev.shortener.analytics.event.RawRecord;
import dev.shortener.analytics.event.TopicIdentity;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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

/** A record's share of carrying a batch of a thousand: within a node, and as bytes between nodes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class WireBenchmark {

    private static final int BATCH = 1_000;
    private static final int EVENT_BYTES = 300;

    private final MessageCodec<RecordBatch, RecordBatch> codec = codec();
    private final RecordBatch batch = batch();
    private final Buffer bytes = encoded(batch);

    /** By reference. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public RecordBatch carryWithinANode() {
        return codec.transform(batch);
    }

    /** To bytes. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Buffer encode() {
        return encoded(batch);
    }

    /** From bytes. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public RecordBatch decode() {
        return codec.decodeFromWire(0, bytes);
    }

    private Buffer encoded(RecordBatch message) {
        Buffer buffer = Buffer.buffer();
        codec.encodeToWire(buffer, message);
        return buffer;
    }

    private static RecordBatch batch() {
        Random random = new Random(1);
        List<RawRecord> records = LongStream.range(0, BATCH)
                .mapToObj(offset -> {
                    byte[] event = new byte[EVENT_BYTES];
                    random.nextBytes(event);
                    return new RawRecord(offset, event, null, null);
                })
                .toList();
        return new RecordBatch(
                new TopicIdentity("MkU3OEVBNTcwNTJENDM2Qk", "click-events", "Vq1bG0mQSuKc0kJxXlYp1w"), 3, records);
    }

    @SuppressWarnings("unchecked") // the first one that is registered
    private static MessageCodec<RecordBatch, RecordBatch> codec() {
        RememberingBus bus = new RememberingBus(new ArrayList<>());
        WireCodec.registerAll(bus.proxy());
        return (MessageCodec<RecordBatch, RecordBatch>) bus.codecs().get(0);
    }
}
