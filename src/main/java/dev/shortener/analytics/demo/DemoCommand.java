package dev.shortener.analytics.demo;

import dev.shortener.analytics.app.EventLines;
import dev.shortener.analytics.app.EventSource;
import dev.shortener.analytics.app.GeneratedEvents;
import dev.shortener.analytics.app.Publication;
import dev.shortener.analytics.app.RunningPipeline;
import dev.shortener.analytics.app.StopSignal;
import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.config.ConfigLoader;
import dev.shortener.analytics.kafka.ClickPublisher;
import dev.shortener.analytics.kafka.ClientProperties;
import dev.shortener.analytics.metrics.PipelineCounts;
import dev.shortener.analytics.store.Migrations;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

/** Everything at once, on servers of its own: clicks go in, rows come out, and a page shows it. */
@Command(
        name = "demo",
        description =
                "Starts a broker and a PostgreSQL on free ports, publishes clicks, and runs the very pipeline of 'run'.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The page is at http://127.0.0.1:8080/, or where it says if that port is taken.",
            "The last line on standard output is one JSON object with the counts."
        })
final class DemoCommand implements Callable<Integer> {

    private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long ENDLESS_RATE = 200;
    private static final int PAGE_PORT = 8080;

    private static final PipelineCounts NOTHING = new PipelineCounts(0, 0, 0, 0);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration CATCH_UP = Duration.ofSeconds(5);

    /** A signal during the start waits for its end. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

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
    private volatile boolean allWanted;
    private volatile boolean allPublished;
    private volatile boolean failed;

    @Override
    public Integer call() throws IOException {
        StopSignal signal = StopSignal.listen(PATIENCE);
        long started = System.nanoTime();
        if (untilDrained && input == null && generate < 0) {
            generate = 20_000;
        }
        PipelineCounts counts = NOTHING;
        Path directory = Files.createTempDirectory("analytics-demo");
        try (EventSource events = events();
                DemoInfra infra = DemoInfra.start(directory, 0, 0)) {
            counts = signal.isGiven() ? NOTHING : run(infra, events, signal);
        } catch (RuntimeException unusable) {
            // Ctrl-C reaches every process of the terminal: it may be what ended the programs that set up PostgreSQL.
            if (!signal.isGiven()) {
                throw unusable;
            }
        } finally {
            DirectoryTree.delete(directory);
        }
        printResult(counts, System.nanoTime() - started);
        return !failed && (signal.isGiven() || published.get() == counts.settled()) ? 0 : 1;
    }

    private EventSource events() {
        return input == null ? new GeneratedEvents(generate) : EventLines.open(input);
    }

    private PipelineCounts run(DemoInfra infra, EventSource events, StopSignal signal) throws IOException {
        int page = pagePort();
        AppConfig config = config(infra, page);
        new Migrations(config.database()).migrate();
        RunningPipeline pipeline = RunningPipeline.start(config, false, signal.given());
        try (pipeline) {
            spec.commandLine().getErr().println("open http://127.0.0.1:" + page + "/");
            Thread publishing = publishBeside(config, events, signal);
            watch(pipeline, signal);
            allWanted = true;
            awaitEnd(publishing);
            letCatchUp(pipeline);
        }
        Breakdown.print(infra.jdbcUrl(), spec.commandLine().getErr());
        return pipeline.counts();
    }

    /** The usual port if nobody listens there, else a free one. */
    private static int pagePort() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket usual = new ServerSocket(PAGE_PORT, 1, here)) {
            return usual.getLocalPort();
        } catch (BindException taken) {
            try (ServerSocket free = new ServerSocket(0, 1, here)) {
                return free.getLocalPort();
            }
        }
    }

    private AppConfig config(DemoInfra infra, int page) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("Name", "analytics-consumer");
        file.put("Brokers", List.of(infra.brokers()));
        file.put("Group", "analytics-consumer");
        file.put("Topic", "click-events");
        file.put("Offset", "first");
        file.put("DataSource", infra.dataSource());
        file.put("DevServer", Map.of("Host", "127.0.0.1", "Port", 0));
        file.put("Http", Map.of("Port", page));
        file.put("Grpc", Map.of("Port", 0));
        Path countries = Path.of("data", "country.mmdb");
        if (Files.exists(countries)) {
            file.put("GeoIPDbPath", countries.toString());
        }
        return ConfigLoader.load(file, Map.of(), Map.of());
    }

    private Thread publishBeside(AppConfig config, EventSource events, StopSignal signal) {
        Thread publishing = new Thread(() -> publish(config, events, signal), "publish");
        publishing.setDaemon(true);
        publishing.start();
        return publishing;
    }

    private void publish(AppConfig config, EventSource events, StopSignal signal) {
        long most = rate > 0 ? rate : input == null && generate < 0 ? ENDLESS_RATE : 0;
        try (ClickPublisher publisher = new ClickPublisher(
                new ClientProperties(config.kafka()), config.kafka().topic())) {
            new Publication(publisher, most)
                    .publish(events, () -> !allWanted && !signal.isGiven(), (sent, fraction) -> published.set(sent));
        } catch (IOException | RuntimeException unsent) {
            fail(unsent.getMessage());
        }
        allPublished = true;
    }

    private void fail(@Nullable String message) {
        failed = true;
        spec.commandLine().getErr().println("error: " + message);
    }

    private static void awaitEnd(Thread publishing) {
        try {
            publishing.join(CATCH_UP.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was published shortly before the end is to be seen as stored; a long lag is left to whoever reads the topic next. */
    private void letCatchUp(RunningPipeline pipeline) {
        long deadline = System.nanoTime() + CATCH_UP.toNanos();
        while (pipeline.counts().settled() < published.get()
                && !pipeline.impossible().isComplete()
                && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** Prints the counts once a second, until there is a reason to stop. */
    private void watch(RunningPipeline pipeline, StopSignal signal) {
        long next = System.nanoTime();
        while (goesOn(pipeline, signal)) {
            next += TICK_NANOS;
            while (System.nanoTime() - next < 0 && goesOn(pipeline, signal)) {
                LockSupport.parkNanos(POLL.toNanos());
            }
            printCounts(pipeline.counts());
        }
        if (pipeline.impossible().isComplete()) {
            fail(pipeline.impossible().result());
        }
    }

    private boolean goesOn(RunningPipeline pipeline, StopSignal signal) {
        return !failed && !signal.isGiven() && !pipeline.impossible().isComplete() && !isDone(pipeline.counts());
    }

    private boolean isDone(PipelineCounts counts) {
        return untilDrained && allPublished && counts.settled() >= published.get();
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
