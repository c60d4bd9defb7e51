package dev.shortener.analytics.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the clicks go: the parts of a PostgreSQL connection URL. Immutable.
 *
 * @param host name or address of the server, without brackets
 * @param port 1 to 65,535
 * @param database name of the database
 * @param user name of the role
 * @param password its password; null if none was given
 * @param sslMode how the connection is secured, with libpq's meaning
 * @param sslRootCert PEM file of the authorities to trust; null if none was given
 * @param sslCert PEM file of the client's certificate; null if none was given
 * @param sslKey PEM file of the client's private key; null if none was given
 * @param properties what else the URL set and the server takes as a run-time parameter, {@code application_name} among them
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
        Map<String, String> properties) {

    public DatabaseConfig {
        properties = Map.copyOf(properties);
    }

    /** libpq's {@code sslmode}. */
    public enum SslMode {
        DISABLE,
        ALLOW,
        PREFER,
        REQUIRE,
        VERIFY_CA,
        VERIFY_FULL
    }
}
