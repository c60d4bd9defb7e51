package dev.shortener.analytics.config;

import dev.shortener.analytics.config.DatabaseConfig.SslMode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a connection string as libpq and the Go drivers do. Confined to one parse. No text of the string ever reaches a message, because any
 * of it may be a piece of a password that was not encoded; only names of parameters that are known do.
 */
final class DataSourceParser {

    private static final String PATH = "DataSource";
    private static final int MAX_LENGTH = 4_096;
    private static final Range CONNECT_TIMEOUT_SECONDS = new Range(0, 3_600);
    private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{N}._:%-]{1,255}");
    private static final Pattern RUNTIME_PARAMETER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]{0,127}");

    /** The environment variables that libpq and the Go drivers fall back on, and what each stands for. */
    private static final Map<String, String> FALLBACKS = Map.of(
            "PGHOST", "host",
            "PGPORT", "port",
            "PGUSER", "user",
            "PGPASSWORD", "password",
            "PGDATABASE", "dbname",
            "PGSSLMODE", "sslmode",
            "PGSSLROOTCERT", "sslrootcert",
            "PGSSLCERT", "sslcert",
            "PGSSLKEY", "sslkey",
            "PGAPPNAME", "application_name");

    /** The driver's own, which no server knows: pools and statement caches of the Go drivers, libpq's socket options. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "pool_max_conns",
            "pool_min_conns",
            "pool_min_idle_conns",
            "pool_max_conn_lifetime",
            "pool_max_conn_lifetime_jitter",
            "pool_max_conn_idle_time",
            "pool_health_check_period",
            "default_query_exec_mode",
            "statement_cache_capacity",
            "statement_cache_mode",
            "description_cache_capacity",
            "prefer_simple_protocol",
            "min_read_buffer_size",
            "binary_parameters",
            "disable_prepared_binary_result",
            "client_encoding",
            "target_session_attrs",
            "load_balance_hosts",
            "keepalives",
            "keepalives_idle",
            "keepalives_interval",
            "keepalives_count",
            "tcp_user_timeout",
            "sslcompression",
            "sslsni",
            "krbspn",
            "krbsrvname",
            "gsslib",
            "gssdelegation");

    /** Leaving these out would connect otherwise than was asked for, so each is refused. */
    private static final Set<String> UNSUPPORTED = Set.of(
            "hostaddr",
            "service",
            "servicefile",
            "passfile",
            "sslpassword",
            "sslcrl",
            "sslcrldir",
            "sslinline",
            "sslnegotiation",
            "sslcertmode",
            "ssl_min_protocol_version",
            "ssl_max_protocol_version",
            "min_protocol_version",
            "max_protocol_version",
            "channel_binding",
            "gssencmode",
            "require_auth",
            "requirepeer",
            "replication");

    private final Map<String, String> parameters;
    private final List<String> faults = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    private DataSourceParser(Map<String, String> parameters) {
        this.parameters = new LinkedHashMap<>(parameters);
    }

    /**
     * @param environment what stands in for parameters that the string leaves out, by libpq's names of variables
     * @throws InvalidConfigException if the string cannot be used, with all faults
     */
    static DataSource parse(String dataSource, Map<String, String> environment) {
        if (dataSource.length() > MAX_LENGTH) {
            throw new InvalidConfigException(PATH + ": has more than 4,096 characters");
        }
        try {
            Map<String, String> parameters = dataSource.contains("://")
                    ? DataSourceUrl.parameters(dataSource.strip())
                    : DataSourceKeywords.parameters(dataSource.strip());
            return new DataSourceParser(withFallbacks(parameters, environment)).dataSource();
        } catch (DataSourceSyntaxException e) {
            throw new InvalidConfigException(PATH + ": " + e.getMessage());
        }
    }

    private static Map<String, String> withFallbacks(Map<String, String> said, Map<String, String> environment) {
        Map<String, String> all = new LinkedHashMap<>(said);
        FALLBACKS.forEach((variable, name) -> {
            String value = environment.getOrDefault(variable, "");
            if (!value.isEmpty()) {
                all.putIfAbsent(name, value);
            }
        });
        return all;
    }

    private DataSource dataSource() {
        removeOthers();
        String user = user();
        String host = host();
        int port = Math.toIntExact(number("port", "5432", DatabaseConfig.PORT));
        String database = take("dbname").orElse(user);
        Secret password = take("password").map(Secret::new).orElse(null);
        Path rootCert = path("sslrootcert");
        SslMode sslMode = sslMode(rootCert);
        if (sslMode == SslMode.VERIFY_CA && rootCert == null) {
            fault(
                    "has sslmode=verify-ca without sslrootcert; allowed: both, or verify-full for the authorities of the platform");
        }
        Path cert = path("sslcert");
        Path key = path("sslkey");
        if ((cert == null) != (key == null)) {
            fault("has one of sslcert and sslkey; allowed: both or none");
        }
        Duration connectTimeout = connectTimeout();
        Map<String, String> properties = runtimeParameters();
        if (!faults.isEmpty()) {
            throw new InvalidConfigException(faults);
        }
        return new DataSource(
                new DatabaseConfig(
                        host, port, database, user, password, sslMode, rootCert, cert, key, connectTimeout, properties),
                List.copyOf(notices));
    }

    private void removeOthers() {
        for (String name : new TreeSet<>(parameters.keySet())) {
            if (WITHOUT_EFFECT.contains(name)) {
                parameters.remove(name);
                notices.add(PATH + ": " + name + " has no effect here.");
            } else if (UNSUPPORTED.contains(name)) {
                parameters.remove(name);
                fault(name + " is not supported; leave it out");
            }
        }
    }

    private String user() {
        Optional<String> user = take("user");
        if (user.isEmpty()) {
            fault("names no user; allowed: postgres://user@host/database, or the environment variable PGUSER");
        }
        return user.orElse("missing");
    }

    private String host() {
        String host = take("host").orElse("localhost");
        if (host.startsWith("/") || host.startsWith("@")) {
            fault("names a Unix socket; allowed: a host reached over TCP");
            return "unsupported";
        }
        if (host.contains(",")) {
            fault("names several hosts; allowed: one");
            return "unsupported";
        }
        if (!HOST.matcher(host).matches()) {
            fault("has an unreadable host; allowed: a host name or an IP address, IPv6 in brackets in a URL");
        }
        return host;
    }

    private SslMode sslMode(@Nullable Path rootCert) {
        String text = take("sslmode").orElse(SslMode.PREFER.text());
        Optional<SslMode> known = Arrays.stream(SslMode.values())
                .filter(mode -> mode.text().equals(text))
                .findFirst();
        if (known.isEmpty()) {
            fault("has an unknown sslmode; allowed: "
                    + Arrays.stream(SslMode.values()).map(SslMode::text).collect(Collectors.joining(", ")));
        }
        SslMode mode = known.orElse(SslMode.PREFER);
        return mode == SslMode.REQUIRE && rootCert != null ? SslMode.VERIFY_CA : mode;
    }

    private @Nullable Path path(String name) {
        Optional<String> text = take(name);
        if (text.isEmpty()) {
            return null;
        }
        if (text.get().equals("system")) {
            fault(name + "=system is not supported; allowed: the path of a PEM file");
            return null;
        }
        try {
            return Path.of(text.get());
        } catch (InvalidPathException e) {
            fault(name + " is no path; allowed: the path of a PEM file");
            return null;
        }
    }

    private @Nullable Duration connectTimeout() {
        long seconds = number("connect_timeout", "0", CONNECT_TIMEOUT_SECONDS);
        return seconds == 0 ? null : Duration.ofSeconds(seconds);
    }

    private long number(String name, String fallback, Range range) {
        String text = take(name).orElse(fallback);
        if (!text.matches("\\d{1,9}") || !range.contains(Long.parseLong(text))) {
            String hint = name.equals("port") ? "; a / ? # @ or % in the password is written %2F %3F %23 %40 %25" : "";
            fault("has an impossible " + name + "; allowed: " + range + hint);
            return range.max();
        }
        return Long.parseLong(text);
    }

    private Map<String, String> runtimeParameters() {
        take("fallback_application_name").ifPresent(name -> parameters.putIfAbsent("application_name", name));
        for (String name : parameters.keySet()) {
            if (!RUNTIME_PARAMETER.matcher(name).matches()) {
                fault("has a parameter whose name no server knows; allowed: letters, digits, '_' and '.'");
            }
        }
        return parameters;
    }

    private Optional<String> take(String name) {
        return Optional.ofNullable(parameters.remove(name));
    }

    private void fault(String sentence) {
        faults.add(PATH + ": " + sentence);
    }

    /** For documents and tests: names that are accepted and change nothing. */
    static Set<String> withoutEffect() {
        return new TreeSet<>(WITHOUT_EFFECT);
    }

    /** For documents and tests: names that are refused. */
    static Set<String> unsupported() {
        return new TreeSet<>(UNSUPPORTED);
    }
}
