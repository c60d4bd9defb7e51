package dev.shortener.analytics.app;

import dev.shortener.analytics.config.AppConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Reads the topic once more and brings the rows of its clicks up to date. */
@Command(
        name = "reenrich",
        description = {
            "Reads the topic once more, as far as its retention goes back, and updates what lists and country database say of clicks "
                    + "that have a row: a better list mends the past. Nothing is consumed, and no row is added.",
            "It may be stopped at any time, also by Ctrl-C, and be run again."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  analytics-consumer reenrich --from 2026-11-01 --to 2026-11-08 --dry-run",
            "  analytics-consumer reenrich --from 2026-11-01T00:00:00Z --to 2026-11-08T12:00:00+01:00 --json",
            "",
            "Exit status: 0 done, 1 a server or file does not let it work, 2 the configuration or the command line is wrong, 130 "
                    + "stopped by a signal before it was done."
        })
final class ReenrichCommand implements Callable<Integer> {

    /** Longer than what is under way may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int STOPPED_BY_SIGNAL = 130;

    @Mixin
    private ConfigOptions config;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "TIME",
            description =
                    "Of clicks from this time on: a day, which begins at midnight UTC, or a time with its offset.")
    private String from = "";

    @Option(names = "--to", required = true, paramLabel = "TIME", description = "Of clicks before this time.")
    private String to = "";

    @Option(names = "--dry-run", description = "Changes nothing, and says what would change.")
    private boolean dryRun;

    @Option(names = "--json", description = "One JSON object, for programs.")
    private boolean json;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "Most changes that are shown of each column (default: ${DEFAULT-VALUE}); the others are added up.")
    private int top;

    @Option(
            names = "--from-beginning",
            description =
                    "Reads all that the topic holds, also records that by their own timestamps are two days older than --from.")
    private boolean fromBeginning;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ReenrichRequest request = new ReenrichRequest(window(), dryRun, fromBeginning, top);
        AppConfig loaded = config.loadQuietly();
        StopSignal signal = StopSignal.listen(PATIENCE);
        ReenrichReport report = ReenrichRun.run(loaded, request, signal.given());
        print(report);
        return report.complete() ? 0 : STOPPED_BY_SIGNAL;
    }

    private ReenrichWindow window() {
        if (top < 0) {
            throw new ParameterException(spec.commandLine(), "--top " + top + " is no number of 0 or more");
        }
        try {
            return ReenrichWindow.of(from, to);
        } catch (IllegalArgumentException mistaken) {
            throw new ParameterException(spec.commandLine(), String.valueOf(mistaken.getMessage()), mistaken);
        }
    }

    private void print(ReenrichReport report) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(ReenrichJson.of(report).encode());
            out.flush();
        } else {
            ReenrichText.print(report, out);
        }
    }
}
