package dev.shortener.analytics.app;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what makes a shell complete commands and options. */
@Command(
        name = "completion",
        description = "Prints a script that makes bash or zsh complete commands and options of analytics-consumer.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "It completes the name analytics-consumer, such as that of an alias:",
            "  alias analytics-consumer='java -jar /opt/analytics-consumer/analytics-consumer.jar'",
            "",
            "Examples:",
            "  analytics-consumer completion > /etc/bash_completion.d/analytics-consumer",
            "  source <(analytics-consumer completion)"
        })
final class CompletionCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandSpec root = spec.root();
        spec.commandLine().getOut().print(AutoComplete.bash(root.name(), root.commandLine()));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
