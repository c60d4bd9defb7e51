package dev.shortener.analytics.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the manual page. */
@Command(
        name = "man",
        description = "Prints the manual page of all commands, in the format of man(7).",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  analytics-consumer man | man -l -",
            "  analytics-consumer man > /usr/local/share/man/man1/analytics-consumer.1"
        })
final class ManCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(new ManPage(spec.root()).text());
        spec.commandLine().getOut().flush();
        return 0;
    }
}
