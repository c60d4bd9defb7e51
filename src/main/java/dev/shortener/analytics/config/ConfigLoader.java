package dev.shortener.analytics.config;

import dev.shortener.analytics.config.LogConfig.Encoding;
import dev.shortener.analytics.config.LogConfig.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the configuration out of defaults, file, environment and command line, each going before the one above it. Confined to one load;
 * reads the files that the configuration names, nothing else, and never blocks on a network.
 */
public final class ConfigLoader {

    private final ConfigFaults faults = new ConfigFaults();
    private final List<String> notices = new ArrayList<>();
    private final Map<String, String> environment;
    private final SettingCollector collector;
    private final SettingReader reader;

    private ConfigLoader(Map<String, String> environment) {
        this.environment = environment;
        this.collector = new SettingCollector(faults, new PlaceholderExpander(environment, faults));
        this.reader = new SettingReader(collector.settings(), faults);
    }

    /**
     * @param file what the file says: strings, numbers, booleans, lists and maps of these
     * @param environment variables of the process: for placeholders in the file, for overrides that start with
     *     {@code ANALYTICS_CONSUMER_}, and {@code PGPASSWORD} and its kin for what {@code DataSource} leaves out
     * @param overrides key paths, such as {@code Batch.MaxRecords}, with their values; nothing in them is replaced
     * @throws InvalidConfigException with everything that is wrong
     */
    public static AppConfig load(
            Map<String, Object> file, Map<String, String> environment, Map<String, String> overrides) {
        ConfigLoader loader = new ConfigLoader(environment);
        loader.collector.addFile(file);
        loader.collector.addEnvironment(environment);
        loader.collector.addOverrides(overrides);
        return loader.read();
    }

    private AppConfig read() {
        notices.addAll(collector.notices());
        notices.addAll(ConfigNotices.of(collector.settings()));
        String name = String.valueOf(reader.text("Name"));
        LogConfig log = log(name);
        KafkaSection kafkaSection = new KafkaSection(reader);
        KafkaConfig kafka = kafkaSection.read();
        DeadLetterConfig deadLetter = kafkaSection.readDeadLetter(kafka.topic());
        BatchConfig batch = batch();
        int processors = reader.integer("Processors", AppConfig.PROCESSORS);
        EnrichConfig enrich = enrich();
        PrivacyConfig privacy = new PrivacyConfig(reader.isOn("Privacy.Visitors"));
        DevServerConfig devServer = devServer();
        TelemetryConfig telemetry = new TelemetrySection(reader, notices).read(name);
        ClusterConfig cluster = cluster();
        ListenerConfig http = listener("Http");
        ListenerConfig grpc = listener("Grpc");
        DatabaseConfig database = database("DataSource");
        ReadConfig read = read(database);
        faults.throwIfAny();
        if (database == null || read == null) {
            throw new IllegalStateException("a database that cannot be read is a fault");
        }
        return new AppConfig(
                name,
                log,
                kafka,
                batch,
                processors,
                enrich,
                privacy,
                deadLetter,
                database,
                devServer,
                telemetry,
                read,
                http,
                grpc,
                cluster,
                notices);
    }

    private LogConfig log(String name) {
        reader.choice("Log.Mode", LogMode.class);
        String serviceName = reader.text("Log.ServiceName");
        return new LogConfig(
                serviceName == null ? name : serviceName,
                reader.choice("Log.Encoding", Encoding.class),
                reader.choice("Log.Level", Level.class));
    }

    private BatchConfig batch() {
        int maxRecords = reader.integer("Batch.MaxRecords", BatchConfig.MAX_RECORDS);
        return new BatchConfig(
                maxRecords,
                maxInFlightRecords(maxRecords),
                reader.wholeNumber("Batch.MaxInFlightBytes", BatchConfig.MAX_IN_FLIGHT_BYTES),
                reader.duration("Batch.StatementTimeout", BatchConfig.STATEMENT_TIMEOUT),
                reader.duration("Batch.CommitInterval", BatchConfig.COMMIT_INTERVAL),
                reader.duration("Batch.DrainTimeout", BatchConfig.DRAIN_TIMEOUT));
    }

    /** The default makes room for one batch, of whatever size. */
    private int maxInFlightRecords(int maxRecords) {
        String path = "Batch.MaxInFlightRecords";
        int inFlight = reader.integer(path, BatchConfig.MAX_IN_FLIGHT_RECORDS);
        if (inFlight < maxRecords && reader.find(path).isPresent()) {
            faults.add(
                    path,
                    "'" + inFlight + "' is less than Batch.MaxRecords; allowed: "
                            + new Range(maxRecords, BatchConfig.MAX_IN_FLIGHT_RECORDS.max()));
        }
        return Math.max(maxRecords, inFlight);
    }

    private EnrichConfig enrich() {
        List<String> domains = reader.list("OwnDomains");
        for (String domain : domains) {
            if (!domain.matches("[\\p{L}\\p{N}_-]{1,63}(\\.[\\p{L}\\p{N}_-]{1,63}){0,20}")) {
                faults.add(
                        new Setting("OwnDomains", domain, Setting.Source.FILE),
                        "is no host name",
                        "host names without scheme, port and path, such as sho.rt");
            }
        }
        return new EnrichConfig(
                reader.path("GeoIPDbPath"),
                domains,
                reader.path("Enrich.Rules"),
                reader.path("Enrich.Shadow"),
                reader.share("Enrich.ShadowSample"),
                knownAgents());
    }

    private @Nullable Path knownAgents() {
        String path = "Enrich.KnownAgents";
        if ("off".equals(reader.text(path))) {
            return null;
        }
        Path file = reader.path(path);
        return file == null
                ? CacheDirectory.file(environment, EnrichConfig.KNOWN_AGENTS).orElse(null)
                : file;
    }

    private ClusterConfig cluster() {
        Path file = reader.path("Cluster.File");
        return new ClusterConfig(
                reader.choice("Cluster.Role", ClusterConfig.Role.class), file == null ? Path.of("unreadable") : file);
    }

    private DevServerConfig devServer() {
        String metricsPath = urlPath("DevServer.MetricsPath");
        String healthPath = urlPath("DevServer.HealthPath");
        if (metricsPath.equals(healthPath)) {
            faults.add(
                    "DevServer.HealthPath", "'" + healthPath + "' is DevServer.MetricsPath too; allowed: another path");
            healthPath = metricsPath + "-health";
        }
        return new DevServerConfig(
                reader.flag("DevServer.Enabled"),
                String.valueOf(reader.text("DevServer.Host")),
                reader.integer("DevServer.Port", DevServerConfig.PORT),
                metricsPath,
                healthPath,
                reader.flag("DevServer.EnableMetrics"),
                String.valueOf(reader.text("DevServer.HealthResponse")));
    }

    private String urlPath(String path) {
        Setting setting = reader.required(path);
        String text = (String) setting.value();
        if (!text.matches("/[\\w./~-]{0,200}")) {
            faults.add(setting, "is no path of a URL", "a path that starts with /, of letters, digits and - . _ ~ /");
            return "/unreadable-" + path;
        }
        if (text.equals(DevServerConfig.LIVENESS_PATH) || text.equals(DevServerConfig.READINESS_PATH)) {
            faults.add(setting, "is served already", "another path than /livez and /readyz");
        }
        return text;
    }

    private ListenerConfig listener(String section) {
        boolean enabled = reader.flag(section + ".Enabled");
        Setting host = reader.required(section + ".Host");
        String address = (String) host.value();
        String token = reader.text(section + ".Token");
        if (enabled && token == null && !ListenerConfig.isLoopback(address)) {
            faults.add(
                    host,
                    "can be reached by others, and there is no " + section + ".Token",
                    "127.0.0.1, ::1 or localhost; any other with a token");
            address = "127.0.0.1";
        }
        if (token != null && token.length() < ListenerConfig.SHORTEST_TOKEN) {
            faults.add(
                    section + ".Token",
                    "is too short; allowed: at least " + ListenerConfig.SHORTEST_TOKEN
                            + " characters, as openssl rand -base64 32 makes");
        }
        int port = reader.integer(section + ".Port", DevServerConfig.PORT);
        return new ListenerConfig(enabled, address, port, token == null ? null : new Secret(token));
    }

    /** Null after a fault. */
    private @Nullable ReadConfig read(@Nullable DatabaseConfig written) {
        String path = "Read.DataSource";
        DatabaseConfig database = reader.text(path) == null ? written : database(path);
        int connections = reader.integer("Read.Connections", ReadConfig.CONNECTIONS);
        Duration timeout = reader.duration("Read.StatementTimeout", ReadConfig.STATEMENT_TIMEOUT);
        return database == null ? null : new ReadConfig(database, connections, timeout);
    }

    /** Null after a fault. */
    private @Nullable DatabaseConfig database(String path) {
        Setting setting = reader.required(path);
        if (setting.source() == Setting.Source.DEFAULT || faults.has(path)) {
            return null;
        }
        try {
            DataSource dataSource = DataSourceParser.parse((String) setting.value(), environment);
            notices.addAll(dataSource.notices());
            checkFiles(path, dataSource.database());
            return dataSource.database();
        } catch (InvalidConfigException e) {
            faults.addAll(e.faults().stream()
                    .map(fault -> fault.replaceFirst("^DataSource\\b", path))
                    .toList());
            return null;
        }
    }

    private void checkFiles(String path, DatabaseConfig database) {
        if (database.sslMode() == DatabaseConfig.SslMode.DISABLE) {
            return;
        }
        Path authorities = database.sslRootCert();
        Path certificate = database.sslCert();
        Path key = database.sslKey();
        if (authorities != null) {
            PemFaults.ofCertificates(authorities).ifPresent(fault -> unusable(path, "sslrootcert", authorities, fault));
        }
        if (certificate != null && key != null) {
            PemFaults.ofCertificates(certificate).ifPresent(fault -> unusable(path, "sslcert", certificate, fault));
            PemFaults.ofKey(key, certificate).ifPresent(fault -> unusable(path, "sslkey", key, fault));
        }
    }

    /** A file that exists is named; what names no file might be a piece of a password that was not encoded. */
    private void unusable(String path, String parameter, Path file, String fault) {
        String named = Files.exists(file) ? parameter + "=" + file : parameter;
        faults.add(path, named + " " + fault);
    }

    /** What go-zero allows; every one of them is read as the first. */
    private enum LogMode {
        CONSOLE,
        FILE,
        VOLUME
    }
}
