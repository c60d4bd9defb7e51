package dev.shortener.analytics.demo;

import java.nio.file.Path;

/** A broker and a database server, together. Thread-safe. */
final class DemoInfra implements AutoCloseable {

    private final EmbeddedKafka kafka;
    private final PostgresServer postgres;

    private DemoInfra(EmbeddedKafka kafka, PostgresServer postgres) {
        this.kafka = kafka;
        this.postgres = postgres;
    }

    /**
     * Starts both; what a data directory holds is there again.
     *
     * @param kafkaPort 0 for a free one
     * @param postgresPort 0 for a free one
     * @throws PortTakenException naming the port
     */
    static DemoInfra start(Path dataDir, int kafkaPort, int postgresPort) {
        PostgresServer postgres = PostgresServer.start(dataDir.resolve("postgres"), postgresPort);
        try {
            EmbeddedKafka kafka = EmbeddedKafka.start(
                    BrokerSettings.in(dataDir.resolve("kafka")).withPort(kafkaPort));
            return new DemoInfra(kafka, postgres);
        } catch (RuntimeException failed) {
            postgres.close();
            throw failed;
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
        kafka.close();
        postgres.close();
    }
}
