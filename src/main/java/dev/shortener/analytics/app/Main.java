package dev.shortener.analytics.app;

import dev.shortener.analytics.config.InvalidConfigException;
import dev.shortener.analytics.http.AddressUnavailableException;
import dev.shortener.analytics.kafka.KafkaFailure;
import dev.shortener.analytics.store.MigrationFailedException;
import dev.shortener.analytics.store.UnusableDatabaseException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Mixin;

/** The command line. Without a command, it runs the service. */
@Command(
        name = "analytics-consumer",
        description =
                "Reads click events from Kafka, adds country, device and traffic source, writes them to PostgreSQL.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            RunCommand.class,
            MigrateCommand.class,
            CheckCommand.class,
            AuditCommand.class,
            RebuildCountsCommand.class,
            EnrichCommand.class,
            ExplainCommand.class,
            PublishCommand.class,
            ReenrichCommand.class,
            DlqCommand.class,
            ReplayCommand.class,
            CompletionCommand.class,
            ManCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  analytics-consumer check -conf conf/consumer.yaml",
            "  analytics-consumer -conf conf/consumer.yaml",
            "  analytics-consumer help audit",
            "",
            "Exit status: 0 done, 1 a server or file does not let it work, 2 the configuration or the command line is wrong.",
            "Results go to standard output, everything else to standard error."
        })
public final class Main implements Callable<Integer> {

    private static final int WORLD = 1;
    private static final int CONFIGURATION = 2;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private ClusterOption cluster;

    public static void main(String[] arguments) {
        StopSignal.exit(commandLine().execute(arguments));
    }

    /** The command line with all commands of the production jar. */
    public static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler(reportingInOneLine());
    }

    @Override
    public Integer call() {
        return RunCommand.run(config, cluster);
    }

    private static IExecutionExceptionHandler reportingInOneLine() {
        return (failure, command, parsed) -> {
            PrintWriter err = command.getErr();
            if (failure instanceof InvalidConfigException invalid) {
                invalid.faults().forEach(fault -> err.println("configuration: " + fault));
                err.flush();
                return CONFIGURATION;
            }
            if (isOfTheWorld(failure)) {
                err.println("error: "
                        + (failure instanceof KafkaException ? KafkaFailure.message(failure) : failure.getMessage()));
                err.flush();
                return WORLD;
            }
            throw failure;
        };
    }

    private static boolean isOfTheWorld(Exception failure) {
        return failure instanceof CommandFailedException
                || failure instanceof UnusableDatabaseException
                || failure instanceof MigrationFailedException
                || failure instanceof AddressUnavailableException
                || failure instanceof KafkaException
                || failure instanceof IOException;
    }
}
