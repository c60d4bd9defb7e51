package dev.shortener.analytics.app;

import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.config.DeadLetterKey;
import dev.shortener.analytics.kafka.DeadLetter;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one dead letter. */
@Command(
        name = "show",
        description = {
            "Shows one dead letter: why it is one, where its record stood, its headers and its value, and what would become of it now.",
            "explain --dead-letter says of one that would be stored what decides each column."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  analytics-consumer dlq show 2:17", "  analytics-consumer dlq show 2:17 --json"})
final class DlqShowCommand implements Callable<Integer> {

    @Mixin
    private ConfigOptions config;

    @Parameters(
            paramLabel = "PARTITION:OFFSET",
            description = "Where it stands in the dead-letter topic, such as 2:17.")
    private String place = "";

    @Option(names = "--json", description = "One JSON object, for programs, with all of the value.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        DeadLetterPlace wanted = DeadLetterPlace.parse(place, "the place", spec.commandLine());
        AppConfig loaded = config.loadQuietly();
        DeadLetterKey key = loaded.deadLetter().key();
        DeadLetter letter = wanted.read(loaded);
        ShownLetter shown = ShownLetter.of(letter, key);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Printable.json(
                    ShownLetterJson.of(loaded.deadLetter().topic(), shown).encode()));
        } else {
            ShownLetterText.print(loaded.deadLetter().topic(), shown, out);
        }
        out.flush();
        return 0;
    }
}
