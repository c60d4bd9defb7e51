package dev.shortener.analytics.demo;

import dev.shortener.analytics.app.EventLines;
import dev.shortener.analytics.app.EventSource;
import dev.shortener.analytics.app.GeneratedEvents;
import dev.shortener.analytics.app.Publication;
import dev.shortener.analytics.app.RunningPipeline;
import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.config.ConfigLoader;
import dev.shortener.analytics.kafka.ClickPublisher;
import dev.shortener.analytics.kafka.ClientProperties;
import dev.shortener.analytics.metrics.PipelineCounts;
import dev.shortener.analytics.store.Migrations;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Everything at once, on servers of its own: clicks go in, rows come out. */
@Command(
        name = "demo",
        description =
                "Starts a broker and a PostgreSQL on free ports, publishes clicks, and runs the very pipeline of 'run'.",
        mixinStandardHelpOptions = true,
        footer = {"", "The last line on standard output is one JSON object with the counts."})
final class DemoCommand implements Callable<Integer> {

    private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long ENDLESS_RATE = 200;

    @Spec
    private CommandSpec spec;

    @Option(names = "--input", paramLabel = "FILE", description = "Events, one JSON object a line, plain or gzip.")
    private @Nullable String input;

    @Option(names = "--generate", paramLabel = "N", description = "That many invented clicks; without end by default.")
    private long generate = -1;

    @Option(names = "--rate", paramLabel = "N", description = "Most clicks in a second (default: 200 if without end).")
    private long rate;

    @Option(names = "--until-drained", description = "Ends when everything that was published is accounted for.")
    private boolean untilDrained;

    private final AtomicLong published = new AtomicLong();
    private volatile boolean allPublished;
    private volatile @Nullable Throwable failure;

    @Override
    public Integer call() throws IOException {
        long started = System.nanoTime();
        if (untilDrained && input == null && generate < 0) {
            generate = 20_000;
        }
        Path directory = Files.createTempDirectory("analytics-demo");
        DemoInfra infra = DemoInfra.start(directory, 0, 0);
        PipelineCounts counts;
        try (infra) {
            AppConfig config = config(infra);
            new Migrations(config.database()).migrate();
            RunningPipeline pipeline = RunningPipeline.start(config);
            try {
                publishBeside(config);
                watch(pipeline);
            } finally {
                pipeline.stop();
            }
            counts = pipeline.counts();
            Breakdown.print(infra.jdbcUrl(), spec.commandLine().getErr());
        } finally {
            DirectoryTree.delete(directory);
        }
        printResult(counts, System.nanoTime() - started);
        return failure == null && published.get() == counts.settled() ? 0 : 1;
    }

    private AppConfig config(DemoInfra infra) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("Name", "analytics-consumer");
        file.put("Brokers", List.of(infra.brokers()));
        file.put("Group", "analytics-consumer");
        file.put("Topic", "click-events");
        file.put("Offset", "first");
        file.put("DataSource", infra.dataSource());
        file.put("DevServer", Map.of("Host", "127.0.0.1", "Port", 0));
        Path countries = Path.of("data", "country.mmdb");
        if (Files.exists(countries)) {
            file.put("GeoIPDbPath", countries.toString());
        }
        return ConfigLoader.load(file, Map.of(), Map.of());
    }

    private void publishBeside(AppConfig config) {
        Thread publishing = new Thread(() -> publish(config), "publish");
        publishing.setDaemon(true);
        publishing.start();
    }

    private void publish(AppConfig config) {
        long most = rate > 0 ? rate : input == null && generate < 0 ? ENDLESS_RATE : 0;
        try (EventSource events = input == null ? new GeneratedEvents(generate) : EventLines.open(input);
                ClickPublisher publisher = new ClickPublisher(
                        new ClientProperties(config.kafka()), config.kafka().topic())) {
            new Publication(publisher, most).publish(events, () -> true, (sent, fraction) -> published.set(sent));
        } catch (IOException | RuntimeException failed) {
            failure = failed;
            spec.commandLine().getErr().println("error: " + failed.getMessage());
        }
        allPublished = true;
    }

    private void watch(RunningPipeline pipeline) {
        long next = System.nanoTime();
        while (failure == null && !isDone(pipeline.counts())) {
            next += TICK_NANOS;
            awaitTick(pipeline, next);
            printCounts(pipeline.counts());
        }
    }

    private boolean isDone(PipelineCounts counts) {
        return untilDrained && allPublished && counts.settled() >= published.get();
    }

    private void awaitTick(RunningPipeline pipeline, long tick) {
        while (System.nanoTime() - tick < 0 && !isDone(pipeline.counts())) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private void printCounts(PipelineCounts counts) {
        PrintWriter err = spec.commandLine().getErr();
        long sent = published.get();
        err.printf(
                "published %,d  stored %,d  duplicate %,d  rejected %,d  lag %,d%n",
                sent, counts.stored(), counts.duplicate(), counts.rejected(), Math.max(0, sent - counts.settled()));
        err.flush();
    }

    private void printResult(PipelineCounts counts, long nanos) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(new JsonObject()
                .put("published", published.get())
                .put("stored", counts.stored())
                .put("duplicate", counts.duplicate())
                .put("rejected", counts.rejected())
                .put("seconds", Math.round(nanos / 1e7) / 100.0)
                .encode());
        out.flush();
    }
}
