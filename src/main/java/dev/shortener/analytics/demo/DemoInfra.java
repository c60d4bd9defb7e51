package dev.shortener.analytics.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.NetworkClient;
import org.slf4j.LoggerFactory;

/** A broker and a database server, together. Thread-safe. */
final class DemoInfra implements AutoCloseable {

    private final EmbeddedKafka kafka;
    private final PostgresServer postgres;

    private DemoInfra(EmbeddedKafka kafka, PostgresServer postgres) {
        this.kafka = kafka;
        this.postgres = postgres;
    }

    /**
     * Starts both side by side; what a data directory holds is there again. If one does not start, the other is stopped.
     *
     * @param kafkaPort 0 for a free one
     * @param postgresPort 0 for a free one
     * @throws PortTakenException naming the port
     */
    static DemoInfra start(Path dataDir, int kafkaPort, int postgresPort) {
        CompletableFuture<PostgresServer> postgres =
                CompletableFuture.supplyAsync(() -> PostgresServer.start(dataDir.resolve("postgres"), postgresPort));
        EmbeddedKafka kafka;
        try {
            kafka = EmbeddedKafka.start(
                    BrokerSettings.in(dataDir.resolve("kafka")).withPort(kafkaPort));
        } catch (RuntimeException failed) {
            postgres.thenAccept(PostgresServer::close)
                    .exceptionally(neither -> null)
                    .join();
            throw failed;
        }
        try {
            return new DemoInfra(kafka, postgres.join());
        } catch (CompletionException failed) {
            kafka.close();
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    String brokers() {
        return kafka.bootstrapServers();
    }

    String dataSource() {
        return postgres.url();
    }

    String jdbcUrl() {
        return postgres.jdbcUrl();
    }

    @Override
    public void close() {
        expectLostConnections();
        kafka.close();
        postgres.close();
    }

    /** A broker that stops is also a client of itself, and warns that it cannot reach itself any more: nobody's trouble. */
    private static void expectLostConnections() {
        ((Logger) LoggerFactory.getLogger(NetworkClient.class)).setLevel(Level.ERROR);
    }
}
