package dev.shortener.analytics.app;

import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.enrich.ClickDecoder;
import dev.shortener.analytics.event.RawRecord;
import dev.shortener.analytics.kafka.DeadLetter;
import dev.shortener.analytics.kafka.UnreadableDeadLetterException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says of one event what decided each column of its row. */
@Command(
        name = "explain",
        description = {
            "Says for one event what decided each column of its row: the step, its rule, what the other steps said, and the versions of "
                    + "lists and database. An event that is no click: why it is rejected.",
            "The event is read from standard input, unless options say what is in it or where it stands."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  analytics-consumer explain -conf conf/consumer.yaml < event.json",
            "  analytics-consumer explain --user-agent 'Mozilla/5.0 (Linux; Android 13; SM-T500) ...'",
            "  analytics-consumer explain --dead-letter 2:17 --json"
        })
final class ExplainCommand implements Callable<Integer> {

    private static final Path CONFIGURATION = Path.of("conf/consumer.yaml");

    @Mixin
    private EnrichmentOptions options;

    @ArgGroup
    private @Nullable Source source;

    @Option(names = "--json", description = "One JSON object, for programs.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** One of the two; standard input without both. */
    static final class Source {

        @ArgGroup(exclusive = false, heading = "An event made of these:%n")
        private @Nullable EventOptions event;

        @Option(
                names = "--dead-letter",
                paramLabel = "PARTITION:OFFSET",
                description = "That record of the dead-letter topic; -conf is conf/consumer.yaml then, unless given.")
        private @Nullable String deadLetter;
    }

    @Override
    public Integer call() throws IOException {
        Found found = find();
        ClickDecoder decoder = new ClickDecoder(InstantSource.system());
        ExplainedRecord explained = ExplainedRecord.of(found.record(), found.deadLetter(), decoder, options.enricher());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(ExplanationJson.of(explained).encode());
            out.flush();
        } else {
            ExplanationText.print(explained, out);
        }
        return 0;
    }

    private record Found(RawRecord record, Map<String, String> deadLetter) {}

    private Found find() throws IOException {
        if (source != null && source.deadLetter != null) {
            return deadLetter(source.deadLetter);
        }
        byte[] value = source != null && source.event != null ? source.event.event() : line(System.in);
        return new Found(new RawRecord(0, value, null, null), Map.of());
    }

    /** One byte more than a record may have proves it too long; the end of the line is none of it. */
    private static byte[] line(InputStream in) throws IOException {
        byte[] read = in.readNBytes(ClickDecoder.MAX_RECORD_BYTES + 3);
        int end = read.length;
        if (end > 0 && read[end - 1] == '\n') {
            end--;
        }
        if (end > 0 && end < read.length && read[end - 1] == '\r') {
            end--;
        }
        return Arrays.copyOf(read, end);
    }

    private Found deadLetter(String text) {
        DeadLetterPlace place = DeadLetterPlace.parse(text, "--dead-letter", spec.commandLine());
        AppConfig config =
                options.appConfig().orElseGet(() -> ConfigFile.load(CONFIGURATION, System.getenv(), Map.of()));
        LogSetup.apply(config.log());
        DeadLetter letter = place.read(config);
        try {
            return new Found(letter.raw(letter.content(config.deadLetter().key())), letter.ours());
        } catch (UnreadableDeadLetterException sealed) {
            throw new CommandFailedException("the dead letter " + place + " cannot be read: " + sealed.getMessage());
        }
    }
}
