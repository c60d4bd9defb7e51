package dev.shortener.analytics.store;

import dev.shortener.analytics.config.DatabaseConfig;
import dev.shortener.analytics.support.TestCertificates;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A PostgreSQL server for the tests of one JVM, as durable as one in production: fsync and synchronous_commit are on. It speaks TLS,
 * and admits some roles in special ways only. Thread-safe.
 */
public final class TestPostgres {

    /** Must give the password {@link #PASSWORD}. */
    static final String BY_PASSWORD = "by_password";

    static final String PASSWORD = "correct horse";

    /** Must come over TLS. */
    static final String ONLY_TLS = "only_tls";

    /** Must come without TLS. */
    static final String ONLY_PLAIN = "only_plain";

    /** Must come with the client certificate. */
    static final String BY_CERTIFICATE = "by_certificate";

    private static final String ADMISSION =
            """
            host      all by_password    all scram-sha-256
            hostssl   all only_tls       all trust
            hostnossl all only_tls       all reject
            hostssl   all only_plain     all reject
            hostnossl all only_plain     all trust
            hostssl   all by_certificate all cert
            hostnossl all by_certificate all reject
            """;

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final String TEMPLATE = "migrated_template";

    private static TestPostgres shared;

    private final EmbeddedPostgres server;
    private final TestCertificates certificates;

    private TestPostgres() throws IOException {
        certificates = TestCertificates.create(BY_CERTIFICATE);
        server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("ssl", "on")
                .setServerConfig(
                        "ssl_cert_file", certificates.serverCertificate().toString())
                .setServerConfig("ssl_key_file", certificates.serverKey().toString())
                .setServerConfig("ssl_ca_file", certificates.authority().toString())
                .setDataDirectoryCustomizer(TestPostgres::admitSpecially)
                .start();
        DatabaseConfig postgres = config("postgres");
        execute(postgres, "CREATE ROLE by_password LOGIN PASSWORD '" + PASSWORD + "'");
        for (String role : List.of(ONLY_TLS, ONLY_PLAIN, BY_CERTIFICATE)) {
            execute(postgres, "CREATE ROLE " + role + " LOGIN");
        }
        execute(postgres, "CREATE DATABASE " + TEMPLATE);
        new Migrations(config(TEMPLATE)).migrate();
    }

    /** The server, started by whoever asks first and stopped with the JVM. */
    public static synchronized TestPostgres shared() {
        try {
            if (shared == null) {
                shared = new TestPostgres();
            }
            return shared;
        } catch (IOException failure) {
            throw new UncheckedIOException("the test's PostgreSQL server does not start", failure);
        }
    }

    /** A new and empty database. */
    public DatabaseConfig emptyDatabase() {
        return create("");
    }

    /** A new database with all migrations done. */
    public DatabaseConfig migratedDatabase() {
        return create(" TEMPLATE " + TEMPLATE);
    }

    TestCertificates certificates() {
        return certificates;
    }

    /** Runs statements as psql would. */
    public static void execute(DatabaseConfig database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** The rows of a query, each column as text or null. */
    public static List<List<String>> query(DatabaseConfig database, String sql) {
        try (Connection connection = connect(database)) {
            return query(connection, sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** The same over a connection that is there. */
    static List<List<String>> query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    row.add(result.getString(column));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** The only number that a query answers. */
    public static long number(DatabaseConfig database, String sql) {
        return Long.parseLong(query(database, sql).get(0).get(0));
    }

    /** A connection outside the code under test. */
    public static Connection connect(DatabaseConfig database) throws SQLException {
        String url = "jdbc:postgresql://localhost:" + database.port() + "/" + database.database();
        return DriverManager.getConnection(url, "postgres", "");
    }

    /** Processes of the server that serve this service in a database. */
    static List<Long> backendsOf(DatabaseConfig database) {
        return query(
                        database,
                        "SELECT pid FROM pg_stat_activity WHERE application_name = 'analytics-consumer' AND datname = '"
                                + database.database() + "'")
                .stream()
                .map(row -> Long.parseLong(row.get(0)))
                .toList();
    }

    /** Ends every connection of this service to a database, as an administrator would. */
    static void disconnect(DatabaseConfig database) {
        admin("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                + " WHERE application_name = 'analytics-consumer' AND datname = '" + database.database() + "'");
    }

    /** Runs a statement outside every test's database. */
    static void admin(String sql) {
        execute(shared().config("postgres"), sql);
    }

    /** Sends a signal to a process of the server: {@code STOP} freezes it, {@code CONT} lets it go on. */
    static void signal(String name, long pid) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
            if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new IllegalStateException("cannot send " + name + " to " + pid);
            }
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException("cannot send " + name + " to " + pid, failure);
        }
    }

    private DatabaseConfig create(String template) {
        String name = "test_" + DATABASES.incrementAndGet();
        execute(config("postgres"), "CREATE DATABASE " + name + template);
        return config(name);
    }

    private DatabaseConfig config(String name) {
        return new DatabaseConfig(
                "localhost",
                server.getPort(),
                name,
                "postgres",
                null,
                DatabaseConfig.SslMode.DISABLE,
                null,
                null,
                null,
                Map.of());
    }

    private static void admitSpecially(File dataDirectory) {
        Path admission = dataDirectory.toPath().resolve("pg_hba.conf");
        try {
            Files.writeString(admission, ADMISSION + Files.readString(admission));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
