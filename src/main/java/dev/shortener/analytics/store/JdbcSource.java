package dev.shortener.analytics.store;

import dev.shortener.analytics.config.DatabaseConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Says to the JDBC driver, which migrations and audits use, what the configuration says. Stateless.
 *
 * <p>TLS means the same as in {@link ConnectOptions}, and {@link PemSocketFactory} reads the same files.
 */
final class JdbcSource {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(8);
    /** The server as a whole: name look-up, TLS, authentication. */
    private static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(15);

    private JdbcSource() {}

    /**
     * Opens a new connection whenever it is asked for one.
     *
     * @throws IllegalArgumentException if {@code verify-ca} is asked for without an authority to trust
     */
    static DataSource of(DatabaseConfig database) {
        return of(database, "analytics-consumer migrate");
    }

    /**
     * @param applicationName what the server is told of this client, unless the configuration says another
     */
    static DataSource of(DatabaseConfig database, String applicationName) {
        ConnectOptions.requireAuthority(database);
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {database.host()});
        source.setPortNumbers(new int[] {database.port()});
        source.setDatabaseName(database.database());
        source.setUser(database.user());
        if (database.password() != null) {
            source.setPassword(database.password().reveal());
        }
        source.setConnectTimeout((int) Objects.requireNonNullElse(database.connectTimeout(), CONNECT_TIMEOUT)
                .toSeconds());
        source.setLoginTimeout((int) LOGIN_TIMEOUT.toSeconds());
        source.setTcpKeepAlive(true);
        runTimeParameters(source, new TreeMap<>(database.properties()), applicationName);
        tls(source, database);
        return source;
    }

    private static void runTimeParameters(
            PGSimpleDataSource source, Map<String, String> parameters, String applicationName) {
        String name = parameters.remove("application_name");
        source.setApplicationName(name == null ? applicationName : name);
        parameters.remove("client_encoding"); // the driver insists on UTF-8, and sets it
        if (!parameters.isEmpty()) {
            source.setOptions(parameters.entrySet().stream()
                    .map(parameter -> "-c " + parameter.getKey() + "=" + escaped(parameter.getValue()))
                    .collect(Collectors.joining(" ")));
        }
    }

    /** As libpq's {@code options} wants it: spaces and backslashes are escaped. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace(" ", "\\ ");
    }

    private static void tls(PGSimpleDataSource source, DatabaseConfig database) {
        source.setSslMode(sslMode(database));
        source.setSslfactory(PemSocketFactory.class.getName());
        source.setSslRootCert(pathOf(database.sslRootCert()));
        source.setSslCert(pathOf(database.sslCert()));
        source.setSslKey(pathOf(database.sslKey()));
    }

    private static String sslMode(DatabaseConfig database) {
        return switch (database.sslMode()) {
            case DISABLE -> "disable";
            case ALLOW -> "allow";
            case PREFER -> "prefer";
            case REQUIRE -> database.sslRootCert() == null ? "require" : "verify-ca";
            case VERIFY_CA -> "verify-ca";
            case VERIFY_FULL -> "verify-full";
        };
    }

    /** An empty path rather than none: the driver would look into the user's home for one. */
    private static String pathOf(@Nullable Path file) {
        return file == null ? "" : file.toString();
    }
}
