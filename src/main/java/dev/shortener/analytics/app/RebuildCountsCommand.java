package dev.shortener.analytics.app;

import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.store.CountsRebuild;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the counts of clicks anew from the rows. */
@Command(
        name = "rebuild-counts",
        description = {
            "Counts all rows of clicks anew, for the read API. Needed only where rows were changed behind the back of the triggers "
                    + "on that table. The service may run, and does not wait; runs as the owner of the tables."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  analytics-consumer rebuild-counts -conf conf/consumer.yaml"})
final class RebuildCountsCommand implements Callable<Integer> {

    @Mixin
    private ConfigOptions config;

    @Option(names = "--json", description = "One JSON object, for programs.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        AppConfig loaded = config.loadQuietly();
        long began = System.nanoTime();
        long clicks = new CountsRebuild(loaded.database()).run();
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                json
                        ? new JsonObject()
                                .put("clicks", clicks)
                                .put("millis", took.toMillis())
                                .encode()
                        : String.format(
                                Locale.ROOT, "counted %,d clicks in %.1f s", clicks, took.toMillis() / 1_000.0));
        out.flush();
        return 0;
    }
}
