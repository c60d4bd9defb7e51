package dev.shortener.analytics.app;

import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.kafka.ClickPublisher;
import dev.shortener.analytics.kafka.ClientProperties;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Publishes events to the configured topic. */
@Command(
        name = "publish",
        description = "Publishes events to the topic as they are, keyed by short code, and prints how many.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  analytics-consumer publish --input clicks.ndjson.gz",
            "  analytics-consumer publish --generate 10000 --rate 500"
        })
final class PublishCommand implements Callable<Integer> {

    @Mixin
    private ConfigOptions config;

    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Source source;

    @Option(names = "--rate", paramLabel = "N", description = "Most events in a second; as many as go without it.")
    private long rate;

    /** One of the two. */
    static final class Source {

        @Option(
                names = "--input",
                paramLabel = "FILE|-",
                description = "Events, one JSON object a line, plain or gzip; - for standard input.")
        private @Nullable String input;

        @Option(names = "--generate", paramLabel = "N", description = "That many clicks, invented but plausible.")
        private long generate;

        EventSource open() {
            return input != null ? EventLines.open(input) : new GeneratedEvents(generate);
        }
    }

    @Override
    public Integer call() throws IOException {
        if (rate < 0 || source.generate < 0) {
            throw new ParameterException(spec.commandLine(), "--rate and --generate take a number of 0 or more");
        }
        AppConfig loaded = config.loadQuietly();
        try (EventSource events = source.open();
                ClickPublisher publisher = new ClickPublisher(
                        new ClientProperties(loaded.kafka()), loaded.kafka().topic());
                Progress progress = Progress.onTerminal()) {
            long published = new Publication(publisher, rate).publish(events, () -> true, progress);
            progress.end(published);
            spec.commandLine()
                    .getOut()
                    .println(new JsonObject()
                            .put("topic", loaded.kafka().topic())
                            .put("published", published)
                            .encode());
            return 0;
        }
    }
}
