package dev.shortener.analytics.demo;

import dev.shortener.analytics.app.CommandFailedException;
import dev.shortener.analytics.app.StopSignal;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A real broker and a real PostgreSQL without Docker, until they are told to stop. */
@Command(
        name = "infra",
        description = "Runs a Kafka broker and a PostgreSQL server with durable settings, until SIGTERM or Ctrl-C.",
        mixinStandardHelpOptions = true)
final class InfraCommand implements Callable<Integer> {

    /** A signal during the start waits for its end. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--kafka-port",
            defaultValue = "9092",
            description = "0 for a free one (default: ${DEFAULT-VALUE}).")
    private int kafkaPort;

    @Option(names = "--pg-port", defaultValue = "5433", description = "0 for a free one (default: ${DEFAULT-VALUE}).")
    private int postgresPort;

    @Option(
            names = "--data-dir",
            defaultValue = ".infra",
            description = "Where both keep their data, over restarts (default: ${DEFAULT-VALUE}).")
    private Path dataDir = Path.of(".infra");

    @Override
    public Integer call() {
        StopSignal signal = StopSignal.listen(PATIENCE);
        try (DemoInfra infra = start()) {
            if (!signal.isGiven()) {
                spec.commandLine().getOut().println("kafka=" + infra.brokers() + " postgres=" + infra.dataSource());
                spec.commandLine().getOut().flush();
            }
            signal.given().await();
        } catch (CommandFailedException unusable) {
            // Ctrl-C reaches every process of the terminal: it may be what ended the programs that set up PostgreSQL.
            if (!signal.isGiven()) {
                throw unusable;
            }
        }
        return 0;
    }

    private DemoInfra start() {
        try {
            return DemoInfra.start(dataDir.toAbsolutePath(), kafkaPort, postgresPort);
        } catch (PortTakenException | IllegalStateException | UncheckedIOException unusable) {
            throw new CommandFailedException(String.valueOf(unusable.getMessage()));
        }
    }
}
