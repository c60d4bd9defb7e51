package dev.shortener.analytics.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be configured, validated. Immutable. Stages are given their own section, never this record.
 *
 * @param name of the service, in logs and metrics
 * @param log how the service logs
 * @param kafka where the clicks come from
 * @param batch how records travel from the topic to the table, and how many may be under way
 * @param processors number of EnrichWorker instances, 1 to 1,024
 * @param enrich what the enrichment of a click needs to know
 * @param privacy whether visitors are counted
 * @param deadLetter where rejected records go
 * @param database where the clicks go
 * @param devServer health and metrics
 * @param telemetry where traces go
 * @param read how counts are read
 * @param http the read API over HTTP
 * @param grpc the read API over gRPC
 * @param cluster what this process does in a cluster
 * @param notices what the reader of the configuration should be told once, at start: keys that have no effect here, defaults
 *     that differ from the Go consumer's. One sentence each, without secrets
 */
public record AppConfig(
        String name,
        LogConfig log,
        KafkaConfig kafka,
        BatchConfig batch,
        int processors,
        EnrichConfig enrich,
        PrivacyConfig privacy,
        DeadLetterConfig deadLetter,
        DatabaseConfig database,
        DevServerConfig devServer,
        TelemetryConfig telemetry,
        ReadConfig read,
        ListenerConfig http,
        ListenerConfig grpc,
        ClusterConfig cluster,
        List<String> notices) {

    static final Range PROCESSORS = new Range(1, 1_024);

    public AppConfig {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name is blank");
        }
        PROCESSORS.require("processors", processors);
        if (deadLetter.topic().equals(kafka.topic())) {
            throw new IllegalArgumentException("dead letters would go to the topic that is read: " + kafka.topic());
        }
        notices = List.copyOf(notices);
    }

    /** The country database; null if none is configured. */
    public @Nullable Path geoIpDbPath() {
        return enrich.geoIpDbPath();
    }
}
