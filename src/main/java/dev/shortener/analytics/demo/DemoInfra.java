package dev.shortener.analytics.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.NetworkClient;
import org.slf4j.LoggerFactory;

/** A broker and a database server, together. Thread-safe. */
final class DemoInfra implements AutoCloseable {

    private final DirectoryLock lock;
    private final EmbeddedKafka kafka;
    private final PostgresServer postgres;

    private DemoInfra(DirectoryLock lock, EmbeddedKafka kafka, PostgresServer postgres) {
        this.lock = lock;
        this.kafka = kafka;
        this.postgres = postgres;
    }

    /**
     * Starts both side by side; what a data directory holds is there again. If one does not start, the other is stopped.
     *
     * @param kafkaPort 0 for a free one
     * @param postgresPort 0 for a free one
     * @throws PortTakenException naming the port
     * @throws IllegalStateException if another process works in the directory
     */
    static DemoInfra start(Path dataDir, int kafkaPort, int postgresPort) {
        DirectoryLock lock = lock(dataDir);
        CompletableFuture<PostgresServer> postgres =
                CompletableFuture.supplyAsync(() -> PostgresServer.start(dataDir.resolve("postgres"), postgresPort));
        CompletableFuture<EmbeddedKafka> kafka = CompletableFuture.supplyAsync(() ->
                EmbeddedKafka.start(BrokerSettings.in(dataDir.resolve("kafka")).withPort(kafkaPort)));
        try {
            CompletableFuture.allOf(kafka, postgres).join();
            return new DemoInfra(lock, kafka.join(), postgres.join());
        } catch (CompletionException failed) {
            kafka.thenAccept(EmbeddedKafka::close)
                    .exceptionally(neither -> null)
                    .join();
            postgres.thenAccept(PostgresServer::close)
                    .exceptionally(neither -> null)
                    .join();
            lock.close();
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    /** A broker locks its directory too late: it has written to it by then. */
    private static DirectoryLock lock(Path dataDir) {
        try {
            return DirectoryLock.of(dataDir, dataDir.resolve("lock"));
        } catch (IOException failed) {
            throw new UncheckedIOException("the data directory cannot be used: " + failed.getMessage(), failed);
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
        lock.close();
    }

    /** A broker that stops is also a client of itself, and warns that it cannot reach itself any more: nobody's trouble. */
    private static void expectLostConnections() {
        ((Logger) LoggerFactory.getLogger(NetworkClient.class)).setLevel(Level.ERROR);
    }
}
