package dev.shortener.analytics.config;

import static java.util.stream.Collectors.toMap;

import dev.shortener.analytics.config.ConfigKey.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All keys that a configuration may hold, with their defaults: the one list that reader, overrides and documents share. Immutable. */
final class ConfigKeys {

    static final String VARIABLE_PREFIX = "ANALYTICS_CONSUMER_";
    static final String KAFKA = "Kafka";

    private static final String LOGS_GO_TO_STDERR =
            "logs go to standard error, and whoever runs the service keeps them";
    private static final String LAYOUT_IS_FIXED = "the layout of a line is fixed";

    /** In the order in which documents show them. */
    static final List<ConfigKey> ALL = List.of(
            key("Name", Kind.TEXT, "analytics-consumer"),
            key("Log.ServiceName", Kind.TEXT, null),
            key("Log.Mode", Kind.TEXT, "console"),
            key("Log.Encoding", Kind.TEXT, "plain"),
            key("Log.Level", Kind.TEXT, "info"),
            key("Brokers", Kind.LIST, null),
            key("Group", Kind.TEXT, null),
            key("Topic", Kind.TEXT, null),
            key("Offset", Kind.TEXT, "first"),
            key("Consumers", Kind.INTEGER, "4"),
            key("Processors", Kind.INTEGER, "8"),
            key("MinBytes", Kind.INTEGER, "1"),
            key("MaxBytes", Kind.INTEGER, "10485760"),
            key("CaFile", Kind.TEXT, null),
            key("Username", Kind.TEXT, null),
            key("Password", Kind.SECRET, null),
            key("DataSource", Kind.SECRET, null),
            key("GeoIPDbPath", Kind.TEXT, null),
            key("DevServer.Enabled", Kind.SWITCH, "true"),
            key("DevServer.Host", Kind.TEXT, "127.0.0.1"),
            key("DevServer.Port", Kind.INTEGER, "6060"),
            key("DevServer.MetricsPath", Kind.TEXT, "/metrics"),
            key("DevServer.HealthPath", Kind.TEXT, "/healthz"),
            key("DevServer.EnableMetrics", Kind.SWITCH, "true"),
            key("DevServer.HealthResponse", Kind.TEXT, "OK"),
            key("Telemetry.Name", Kind.TEXT, null),
            key("Telemetry.Endpoint", Kind.TEXT, null),
            key("Telemetry.Sampler", Kind.RATIO, "1.0"),
            key("Telemetry.Batcher", Kind.TEXT, "otlphttp"),
            key("Telemetry.OtlpHttpPath", Kind.TEXT, "/v1/traces"),
            key("Telemetry.OtlpHttpSecure", Kind.SWITCH, "false"),
            key("Telemetry.Disabled", Kind.SWITCH, "false"),
            key("Http.Enabled", Kind.SWITCH, "true"),
            key("Http.Host", Kind.TEXT, "127.0.0.1"),
            key("Http.Port", Kind.INTEGER, "8080"),
            key("Http.Token", Kind.SECRET, null),
            key("Grpc.Enabled", Kind.SWITCH, "true"),
            key("Grpc.Host", Kind.TEXT, "127.0.0.1"),
            key("Grpc.Port", Kind.INTEGER, "50051"),
            key("Grpc.Token", Kind.SECRET, null),
            key("Read.DataSource", Kind.SECRET, null),
            key("Read.Connections", Kind.INTEGER, "4"),
            key("Read.StatementTimeout", Kind.DURATION, "2s"),
            key("OwnDomains", Kind.LIST, null),
            key("Enrich.Rules", Kind.TEXT, null),
            key("Enrich.Shadow", Kind.TEXT, null),
            key("Enrich.ShadowSample", Kind.SHARE, "0.1"),
            key("Privacy.Visitors", Kind.TEXT, "off"),
            key("Enrich.KnownAgents", Kind.TEXT, null),
            key("DeadLetter.Topic", Kind.TEXT, null),
            key("DeadLetter.Privacy", Kind.TEXT, "redact"),
            key("DeadLetter.Key", Kind.SECRET, null),
            key("Batch.MaxRecords", Kind.INTEGER, "1000"),
            key("Batch.MaxInFlightRecords", Kind.INTEGER, "1000"),
            key("Batch.MaxInFlightBytes", Kind.INTEGER, "33554432"),
            key("Batch.StatementTimeout", Kind.DURATION, "15s"),
            key("Batch.CommitInterval", Kind.DURATION, "1s"),
            key("Batch.DrainTimeout", Kind.DURATION, "20s"),
            key("Cluster.Role", Kind.TEXT, "local"),
            key("Cluster.File", Kind.TEXT, "conf/cluster.yaml"),
            key(KAFKA, Kind.PROPERTIES, null),
            ignored("Conns", "Consumers says how many members of the group there are"),
            ignored("ForceCommit", "an offset is committed only when everything below it is stored or dead-lettered"),
            ignored("CommitInOrder", "the lowest contiguous position of a partition is committed, always"),
            ignored("Mode", "the service behaves the same everywhere"),
            ignored("MetricsUrl", "metrics are scraped from DevServer.MetricsPath"),
            ignored("Prometheus", "metrics are scraped from DevServer.MetricsPath"),
            ignored("Telemetry.OtlpHeaders", "traces go to a collector near by, which knows how to pass them on"),
            ignored("Shutdown", "Batch.DrainTimeout says how long a stop may take"),
            ignored("Profiling", "attach a profiler of the JVM, such as Flight Recorder"),
            ignored("DevServer.EnablePprof", "attach a profiler of the JVM, such as Flight Recorder"),
            ignored("Log.TimeFormat", LAYOUT_IS_FIXED),
            ignored("Log.FieldKeys", LAYOUT_IS_FIXED),
            ignored("Log.MaxContentLength", LAYOUT_IS_FIXED),
            ignored("Log.Stat", "the metrics say what the statistics said"),
            ignored("Log.StackCooldownMillis", "repeated warnings are rate-limited where they arise"),
            ignored("Log.Path", LOGS_GO_TO_STDERR),
            ignored("Log.Compress", LOGS_GO_TO_STDERR),
            ignored("Log.KeepDays", LOGS_GO_TO_STDERR),
            ignored("Log.MaxBackups", LOGS_GO_TO_STDERR),
            ignored("Log.MaxSize", LOGS_GO_TO_STDERR),
            ignored("Log.Rotation", LOGS_GO_TO_STDERR),
            ignored("Log.FileTimeFormat", LOGS_GO_TO_STDERR));

    private static final Map<String, ConfigKey> BY_PATH =
            ALL.stream().collect(toMap(ConfigKey::folded, Function.identity()));
    private static final Map<String, ConfigKey> BY_VARIABLE =
            ALL.stream().collect(toMap(key -> squeezed(key.path()), Function.identity()));

    private ConfigKeys() {}

    /** The key at {@code path}, whatever its case. */
    static Optional<ConfigKey> find(String path) {
        return Optional.ofNullable(BY_PATH.get(ConfigKey.folded(path)));
    }

    /**
     * The key that is documented.
     *
     * @throws IllegalStateException if there is none: a mistake of ours
     */
    static ConfigKey get(String path) {
        return find(path).orElseThrow(() -> new IllegalStateException("no key " + path));
    }

    /** The key that an environment variable without its prefix overrides; underscores are not looked at. */
    static Optional<ConfigKey> findVariable(String unprefixed) {
        return Optional.ofNullable(BY_VARIABLE.get(squeezed(unprefixed)));
    }

    /** Whether {@code path} is a section, such as {@code Batch}, and no key. */
    static boolean isSection(String path) {
        String start = ConfigKey.folded(path) + ".";
        return BY_PATH.keySet().stream().anyMatch(known -> known.startsWith(start));
    }

    private static String squeezed(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace(".", "");
    }

    private static ConfigKey key(String path, Kind kind, @Nullable String defaultText) {
        return new ConfigKey(path, kind, defaultText, null);
    }

    private static ConfigKey ignored(String path, String instead) {
        return new ConfigKey(path, Kind.ANYTHING, null, instead);
    }
}
