package dev.shortener.analytics.demo;

import dev.shortener.analytics.app.Main;
import dev.shortener.analytics.app.StopSignal;
import picocli.CommandLine;

/** The command line of the demo jar: every command of the production jar, and those that bring servers of their own. */
public final class DemoMain {

    private DemoMain() {}

    public static void main(String[] arguments) {
        CommandLine commands = Main.commandLine();
        commands.addSubcommand(new InfraCommand()).addSubcommand(new DemoCommand());
        commands.getSubcommands()
                .values()
                .forEach(command -> command.setExecutionExceptionHandler(commands.getExecutionExceptionHandler()));
        StopSignal.exit(commands.execute(arguments));
    }
}
