package dev.shortener.analytics.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks into the dead-letter topic. */
@Command(
        name = "dlq",
        description = "Looks into the dead-letter topic; reads it outside any group and changes nothing.",
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  analytics-consumer dlq list", "  analytics-consumer dlq show 2:17"},
        subcommands = {DlqListCommand.class, DlqShowCommand.class})
final class DlqCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "dlq what? allowed: list, show PARTITION:OFFSET");
    }
}
