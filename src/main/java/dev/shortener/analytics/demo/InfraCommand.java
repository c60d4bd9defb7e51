package dev.shortener.analytics.demo;

import dev.shortener.analytics.app.CommandFailedException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
    public Integer call() throws InterruptedException {
        DemoInfra infra;
        try {
            infra = DemoInfra.start(dataDir.toAbsolutePath(), kafkaPort, postgresPort);
        } catch (PortTakenException taken) {
            throw new CommandFailedException(String.valueOf(taken.getMessage()));
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            infra.close();
            Runtime.getRuntime().halt(0);
        }));
        spec.commandLine().getOut().println("kafka=" + infra.brokers() + " postgres=" + infra.dataSource());
        spec.commandLine().getOut().flush();
        new CountDownLatch(1).await();
        return 0;
    }
}
