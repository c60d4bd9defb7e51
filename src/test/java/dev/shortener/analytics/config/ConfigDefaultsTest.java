package dev.shortener.analytics.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.config.DatabaseConfig.SslMode;
import dev.shortener.analytics.config.KafkaConfig.OffsetReset;
import dev.shortener.analytics.config.LogConfig.Encoding;
import dev.shortener.analytics.config.LogConfig.Level;
import dev.shortener.analytics.support.TestCertificates;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigDefaultsTest {

    private static final Map<String, Object> LEAST = Map.of(
            "Brokers", List.of("127.0.0.1:9092"),
            "Group", "g",
            "Topic", "click-events",
            "DataSource", "postgres://me@db/shortener");

    @Test
    void defaults_are_pinned() {
        assertThat(ConfigLoader.load(LEAST, Map.of(), Map.of()))
                .isEqualTo(new AppConfig(
                        "analytics-consumer",
                        new LogConfig("analytics-consumer", Encoding.PLAIN, Level.INFO),
                        new KafkaConfig(
                                List.of("127.0.0.1:9092"),
                                "g",
                                "click-events",
                                OffsetReset.FIRST,
                                4,
                                1,
                                10_485_760,
                                null,
                                null,
                                null,
                                Map.of()),
                        new BatchConfig(
                                1_000,
                                1_000,
                                32L << 20,
                                Duration.ofSeconds(15),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(20)),
                        8,
                        new EnrichConfig(null, List.of()),
                        new PrivacyConfig(false),
                        new DeadLetterConfig("click-events.dlq", DeadLetterConfig.Privacy.REDACT, null),
                        new DatabaseConfig(
                                "db", 5432, "shortener", "me", null, SslMode.PREFER, null, null, null, Map.of()),
                        new DevServerConfig(true, "127.0.0.1", 6060, "/metrics", "/healthz", true, "OK"),
                        new TelemetryConfig("analytics-consumer", null, 1),
                        new ReadConfig(
                                new DatabaseConfig(
                                        "db",
                                        5432,
                                        "shortener",
                                        "me",
                                        null,
                                        SslMode.PREFER,
                                        null,
                                        null,
                                        null,
                                        Map.of()),
                                4,
                                Duration.ofSeconds(2)),
                        new ListenerConfig(true, "127.0.0.1", 8080, null),
                        new ListenerConfig(true, "127.0.0.1", 50_051, null),
                        new ClusterConfig(ClusterConfig.Role.LOCAL, Path.of("conf/cluster.yaml")),
                        List.of("Offset is not set: a group without committed offsets starts with the first record"
                                + " (the Go consumer started with the last).")));
    }

    /** YAML takes on and off for true and false where they stand without quotes. */
    @ParameterizedTest
    @CsvSource({"on, true", "true, true", "On, true", "off, false", "false, false"})
    void visitors_are_on_or_off(String text, boolean isOn) {
        AppConfig loaded = ConfigLoader.load(LEAST, Map.of(), Map.of("Privacy.Visitors", text));

        assertThat(loaded.privacy().visitors()).isEqualTo(isOn);
    }

    @Test
    void one_batch_may_be_in_flight_whatever_its_size() {
        Map<String, String> largeBatches = Map.of("Batch.MaxRecords", "5000");
        assertThat(ConfigLoader.load(LEAST, Map.of(), largeBatches).batch().maxInFlightRecords())
                .isEqualTo(5_000);
    }

    @Test
    void every_key_can_be_set_to_something_else() throws Exception {
        Path ca = TestCertificates.create("client").authority();
        Map<String, Object> all = Map.ofEntries(
                Map.entry("Name", "other"),
                Map.entry(
                        "Log", Map.of("ServiceName", "svc", "Mode", "console", "Encoding", "json", "Level", "severe")),
                Map.entry("Brokers", List.of("a:1", "[::1]:2")),
                Map.entry("Group", "group"),
                Map.entry("Topic", "topic"),
                Map.entry("Offset", "last"),
                Map.entry("Consumers", 1),
                Map.entry("Processors", 2),
                Map.entry("MinBytes", 3),
                Map.entry("MaxBytes", 4),
                Map.entry("CaFile", ca.toString()),
                Map.entry("Username", "user"),
                Map.entry("Password", "word"),
                Map.entry("DataSource", "host=h port=1 user=u password=p dbname=d sslmode=disable"),
                Map.entry("GeoIPDbPath", "missing.mmdb"),
                Map.entry("OwnDomains", List.of("Sho.rt")),
                Map.entry(
                        "Enrich",
                        Map.of("Rules", "lists", "Shadow", "next", "ShadowSample", 0.25, "KnownAgents", "agents")),
                Map.entry("Privacy", Map.of("Visitors", "on")),
                Map.entry("DeadLetter", Map.of("Topic", "dead", "Privacy", "encrypt", "Key", "ab".repeat(32))),
                Map.entry(
                        "Batch",
                        Map.of(
                                "MaxRecords",
                                5,
                                "MaxInFlightRecords",
                                6,
                                "MaxInFlightBytes",
                                1 << 20,
                                "StatementTimeout",
                                "1m30s",
                                "CommitInterval",
                                "500ms",
                                "DrainTimeout",
                                "1.5s")),
                Map.entry(
                        "DevServer",
                        Map.of(
                                "Enabled", false,
                                "Host", "::",
                                "Port", 0,
                                "MetricsPath", "/m",
                                "HealthPath", "/h",
                                "EnableMetrics", false,
                                "HealthResponse", "fine")),
                Map.entry(
                        "Telemetry",
                        Map.of(
                                "Name",
                                "traced",
                                "Endpoint",
                                "collector:4318",
                                "Sampler",
                                0,
                                "Batcher",
                                "otlphttp",
                                "OtlpHttpPath",
                                "/traces",
                                "OtlpHttpSecure",
                                true,
                                "Disabled",
                                false)),
                Map.entry(
                        "Http",
                        Map.of("Enabled", false, "Host", "0.0.0.0", "Port", 0, "Token", "a token of some length")),
                Map.entry(
                        "Grpc", Map.of("Enabled", false, "Host", "::1", "Port", 1, "Token", "b token of some length")),
                Map.entry(
                        "Read",
                        Map.of(
                                "DataSource",
                                "postgres://looks@h2:2/d2?sslmode=disable",
                                "Connections",
                                9,
                                "StatementTimeout",
                                "3s")),
                Map.entry("Cluster", Map.of("Role", "worker", "File", "members.yaml")),
                Map.entry("Kafka", Map.of("fetch.max.wait.ms", 7, "ssl", Map.of("protocol", "TLSv1.3"))));
        AppConfig expected = new AppConfig(
                "other",
                new LogConfig("svc", Encoding.JSON, Level.SEVERE),
                new KafkaConfig(
                        List.of("a:1", "[::1]:2"),
                        "group",
                        "topic",
                        OffsetReset.LAST,
                        1,
                        3,
                        4,
                        ca,
                        "user",
                        new Secret("word"),
                        Map.of("fetch.max.wait.ms", new Secret("7"), "ssl.protocol", new Secret("TLSv1.3"))),
                new BatchConfig(
                        5, 6, 1 << 20, Duration.ofSeconds(90), Duration.ofMillis(500), Duration.ofMillis(1_500)),
                2,
                new EnrichConfig(
                        Path.of("missing.mmdb"),
                        List.of("sho.rt"),
                        Path.of("lists"),
                        Path.of("next"),
                        0.25,
                        Path.of("agents")),
                new PrivacyConfig(true),
                new DeadLetterConfig(
                        "dead",
                        DeadLetterConfig.Privacy.ENCRYPT,
                        DeadLetterKey.parse("ab".repeat(32)).orElseThrow()),
                new DatabaseConfig("h", 1, "d", "u", new Secret("p"), SslMode.DISABLE, null, null, null, Map.of()),
                new DevServerConfig(false, "::", 0, "/m", "/h", false, "fine"),
                new TelemetryConfig("traced", URI.create("https://collector:4318/traces"), 0),
                new ReadConfig(
                        new DatabaseConfig("h2", 2, "d2", "looks", null, SslMode.DISABLE, null, null, null, Map.of()),
                        9,
                        Duration.ofSeconds(3)),
                new ListenerConfig(false, "0.0.0.0", 0, new Secret("a token of some length")),
                new ListenerConfig(false, "::1", 1, new Secret("b token of some length")),
                new ClusterConfig(ClusterConfig.Role.WORKER, Path.of("members.yaml")),
                List.of("CaFile is set: the brokers' certificates and host names are checked"
                        + " (the Go consumer checked neither)."));

        assertThat(ConfigLoader.load(all, Map.of(), Map.of())).isEqualTo(expected);
        assertThat(ConfigKeys.ALL)
                .filteredOn(key -> key.noEffect() == null)
                .as("every key with an effect is in this test")
                .allMatch(key -> holds(all, key.path()));
    }

    private static boolean holds(Map<?, ?> file, String path) {
        int dot = path.indexOf('.');
        return dot < 0
                ? file.containsKey(path)
                : file.get(path.substring(0, dot)) instanceof Map<?, ?> section
                        && holds(section, path.substring(dot + 1));
    }
}
