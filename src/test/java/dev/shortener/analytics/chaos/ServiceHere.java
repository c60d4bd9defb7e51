package dev.shortener.analytics.chaos;

import dev.shortener.analytics.app.RunningPipeline;
import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.metrics.PipelineCounts;
import dev.shortener.analytics.support.Lab;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/** The service in this process. Its heap may grow by {@value #MOST_MEBIBYTES} MiB while it suffers. For the thread of one test. */
final class ServiceHere implements Service {

    private static final long MOST_MEBIBYTES = 96;
    private static final int MAX_BATCH = 200;
    private static final int MAX_IN_FLIGHT = 1_000;

    private static final Map<String, String> SMALL = Map.of(
            "Consumers", "2",
            "Processors", "2",
            "Batch.MaxRecords", Integer.toString(MAX_BATCH),
            "Batch.MaxInFlightRecords", Integer.toString(MAX_IN_FLIGHT),
            "Batch.StatementTimeout", "3s",
            "Kafka.session.timeout.ms", "6000",
            "Kafka.heartbeat.interval.ms", "500");

    private final RunningPipeline pipeline;
    private final int consumers;
    private final long heapBefore;
    private long heapAtMost;

    private ServiceHere(RunningPipeline pipeline, int consumers) {
        this.pipeline = pipeline;
        this.consumers = consumers;
        this.heapBefore = mebibytesInUse();
    }

    /** With small batches and time-outs of seconds; {@code overrides} have the last word. */
    static ServiceHere start(Lab lab, Map<String, String> overrides) {
        AppConfig config = lab.config(settings(overrides));
        return new ServiceHere(RunningPipeline.start(config), config.kafka().consumers());
    }

    /** Goes on with a pipeline that somebody else has started. */
    static ServiceHere of(RunningPipeline pipeline) {
        return new ServiceHere(pipeline, Integer.parseInt(SMALL.get("Consumers")));
    }

    static Map<String, String> settings(Map<String, String> overrides) {
        Map<String, String> settings = new HashMap<>(SMALL);
        settings.putAll(overrides);
        return settings;
    }

    RunningPipeline pipeline() {
        return pipeline;
    }

    @Override
    public boolean isWithinBounds() {
        PipelineCounts counts = pipeline.counts();
        return counts.consumed() - counts.settled() <= (long) consumers * (4 * MAX_IN_FLIGHT + MAX_BATCH);
    }

    @Override
    public String memory() {
        heapAtMost = Math.max(heapAtMost, mebibytesInUse());
        long grown = Math.max(0, heapAtMost - heapBefore);
        if (grown > MOST_MEBIBYTES) {
            throw new AssertionError("the heap has grown by " + grown + " MiB");
        }
        return "heap +" + grown + " MiB";
    }

    @Override
    public void close() {
        pipeline.stop();
    }

    private static long mebibytesInUse() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    }
}
