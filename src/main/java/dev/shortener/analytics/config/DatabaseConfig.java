package dev.shortener.analytics.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the clicks go: the parts of a PostgreSQL connection string. Immutable.
 *
 * @param host name or address of the server, without brackets
 * @param port 1 to 65,535
 * @param database name of the database
 * @param user name of the role
 * @param password its password; null if none was given
 * @param sslMode how the connection is secured, with libpq's meaning; {@code require} beside a {@code sslRootCert} has already
 *     become {@code verify-ca}, as libpq documents it
 * @param sslRootCert PEM file of the authorities to trust; null if none was given
 * @param sslCert PEM file of the client's certificate; null if none was given
 * @param sslKey PEM file of the client's private key; null if none was given
 * @param connectTimeout most time that one attempt to connect may take; null if none was given
 * @param properties what else the string set and the server takes as a run-time parameter, {@code application_name} among them
 */
public record DatabaseConfig(
        String host,
        int port,
        String database,
        String user,
        @Nullable Secret password,
        SslMode sslMode,
        @Nullable Path sslRootCert,
        @Nullable Path sslCert,
        @Nullable Path sslKey,
        @Nullable Duration connectTimeout,
        Map<String, String> properties) {

    static final Range PORT = new Range(1, 65_535);

    public DatabaseConfig {
        if (host.isBlank() || database.isBlank() || user.isBlank()) {
            throw new IllegalArgumentException("host, database and user must be given");
        }
        PORT.require("port", port);
        properties = Map.copyOf(properties);
    }

    /** Without a connect timeout of its own. */
    public DatabaseConfig(
            String host,
            int port,
            String database,
            String user,
            @Nullable Secret password,
            SslMode sslMode,
            @Nullable Path sslRootCert,
            @Nullable Path sslCert,
            @Nullable Path sslKey,
            Map<String, String> properties) {
        this(host, port, database, user, password, sslMode, sslRootCert, sslCert, sslKey, null, properties);
    }

    /**
     * Reads a connection URL or a keyword/value string, both as libpq and the Go drivers take them.
     *
     * @throws InvalidConfigException if it cannot be used; no part of {@code dataSource} is in the message
     */
    public static DatabaseConfig parse(String dataSource) {
        return DataSourceParser.parse(dataSource, Map.of()).database();
    }

    /** libpq's {@code sslmode}. */
    public enum SslMode {
        DISABLE,
        ALLOW,
        PREFER,
        REQUIRE,
        VERIFY_CA,
        VERIFY_FULL;

        /** As connection strings write it: {@code verify-full}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
