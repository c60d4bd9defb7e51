package dev.shortener.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shortener.analytics.config.DatabaseConfig;
import dev.shortener.analytics.config.DatabaseConfig.SslMode;
import dev.shortener.analytics.support.TestCertificates;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What each {@code sslmode} means, for the client that writes and the driver that migrates. The server's certificate is for the name
 * {@code localhost}, and not for its address.
 */
class TlsIT {

    private static final String IS_ENCRYPTED = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

    private static Vertx vertx;
    private static DatabaseConfig database;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        database = TestPostgres.shared().migratedDatabase();
    }

    @AfterAll
    static void stop() {
        OnContext.await(vertx.close());
    }

    @ParameterizedTest
    @CsvSource({
        "DISABLE, postgres, none, plain",
        "ALLOW, postgres, none, plain",
        "ALLOW, only_tls, none, encrypted",
        "PREFER, postgres, none, encrypted",
        "PREFER, only_plain, none, plain",
        "REQUIRE, postgres, none, encrypted",
        "REQUIRE, only_plain, none, refused",
        "DISABLE, only_tls, none, refused",
        "REQUIRE, postgres, authority, encrypted",
        "REQUIRE, postgres, stranger, refused",
        "VERIFY_CA, postgres, authority, encrypted",
        "VERIFY_CA, postgres, stranger, refused",
        "VERIFY_FULL, postgres, authority, encrypted",
        "VERIFY_FULL, postgres, stranger, refused",
        "VERIFY_FULL, postgres, none, refused"
    })
    void a_mode_means_what_libpq_says(SslMode mode, String user, String trusted, String expected) {
        DatabaseConfig config = TestDatabases.as(TestDatabases.over(database, mode, authority(trusted)), user, null);

        assertThat(seenByClient(config)).as("client").isEqualTo(expected);
        assertThat(seenByDriver(config)).as("driver").isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"VERIFY_CA, encrypted", "VERIFY_FULL, refused"})
    void only_verify_full_checks_that_the_certificate_is_for_this_host(SslMode mode, String expected) {
        DatabaseConfig byAddress = TestDatabases.over(
                TestDatabases.at(database, "127.0.0.1", database.port()), mode, authority("authority"));

        assertThat(seenByClient(byAddress)).as("client").isEqualTo(expected);
        assertThat(seenByDriver(byAddress)).as("driver").isEqualTo(expected);
    }

    @Test
    void a_client_certificate_is_shown_to_a_server_that_asks_for_one() {
        TestCertificates certificates = TestPostgres.shared().certificates();
        DatabaseConfig without = TestDatabases.as(
                TestDatabases.over(database, SslMode.VERIFY_FULL, certificates.authority()),
                TestPostgres.BY_CERTIFICATE,
                null);
        DatabaseConfig with =
                TestDatabases.withCertificate(without, certificates.clientCertificate(), certificates.clientKey());

        assertThat(seenByClient(with)).isEqualTo("encrypted");
        assertThat(seenByDriver(with)).isEqualTo("encrypted");
        assertThat(seenByClient(without)).isEqualTo("refused");
        assertThat(seenByDriver(without)).isEqualTo("refused");
    }

    @Test
    void verify_ca_without_an_authority_is_a_contradiction() {
        DatabaseConfig config = TestDatabases.over(database, SslMode.VERIFY_CA, null);

        assertThatThrownBy(() -> ConnectOptions.of(config, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sslrootcert");
        assertThatThrownBy(() -> JdbcSource.of(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sslrootcert");
    }

    private static @Nullable Path authority(String name) {
        TestCertificates certificates = TestPostgres.shared().certificates();
        return switch (name) {
            case "authority" -> certificates.authority();
            case "stranger" -> certificates.stranger();
            default -> null;
        };
    }

    private static String seenByClient(DatabaseConfig config) {
        Context context = vertx.getOrCreateContext();
        return OnContext.await(OnContext.call(context, () -> new PgConnector(vertx, config, Duration.ofSeconds(10))
                .connect()
                .compose(session -> session.execute(IS_ENCRYPTED, io.vertx.sqlclient.Tuple.tuple())
                        .map(rows -> rows.iterator().next().getBoolean(0) ? "encrypted" : "plain")
                        .eventually(session::close))
                .otherwise("refused")));
    }

    private static String seenByDriver(DatabaseConfig config) {
        try (Connection connection = JdbcSource.of(config).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(IS_ENCRYPTED)) {
            rows.next();
            return rows.getBoolean(1) ? "encrypted" : "plain";
        } catch (SQLException refused) {
            return "refused";
        }
    }
}
