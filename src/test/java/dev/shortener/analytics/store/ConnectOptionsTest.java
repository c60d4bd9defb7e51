package dev.shortener.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.config.DatabaseConfig;
import dev.shortener.analytics.config.DatabaseConfig.SslMode;
import dev.shortener.analytics.config.Secret;
import io.vertx.pgclient.PgConnectOptions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

class ConnectOptionsTest {

    @Test
    void every_part_of_the_url_reaches_the_client() {
        PgConnectOptions options = ConnectOptions.of(
                config(SslMode.DISABLE, Map.of("application_name", "mine", "search_path", "a,b")),
                Duration.ofSeconds(10));

        assertThat(options.getHost()).isEqualTo("::1");
        assertThat(options.getPort()).isEqualTo(6_543);
        assertThat(options.getDatabase()).isEqualTo("short/ener");
        assertThat(options.getUser()).isEqualTo("consumer");
        assertThat(options.getPassword()).isEqualTo("p@ss word");
        assertThat(options.getProperties())
                .containsEntry("application_name", "mine")
                .containsEntry("search_path", "a,b")
                .containsEntry("statement_timeout", "11000")
                .containsEntry("client_encoding", "utf8");
        assertThat(options.getCachePreparedStatements()).isTrue();
        assertThat(options.getPipeliningLimit()).isEqualTo(16);
    }

    @Test
    void the_url_may_set_the_servers_time_limit_itself() {
        PgConnectOptions options =
                ConnectOptions.of(config(SslMode.DISABLE, Map.of("statement_timeout", "5s")), Duration.ofSeconds(10));

        assertThat(options.getProperties())
                .containsEntry("statement_timeout", "5s")
                .containsEntry("application_name", "analytics-consumer");
    }

    @Test
    void every_part_of_the_url_reaches_the_driver() {
        PGSimpleDataSource source =
                (PGSimpleDataSource) JdbcSource.of(config(SslMode.REQUIRE, Map.of("search_path", "a b,\\c")));

        assertThat(source.getServerNames()).containsExactly("::1");
        assertThat(source.getPortNumbers()).containsExactly(6_543);
        assertThat(source.getDatabaseName()).isEqualTo("short/ener");
        assertThat(source.getUser()).isEqualTo("consumer");
        assertThat(source.getPassword()).isEqualTo("p@ss word");
        assertThat(source.getSslMode()).isEqualTo("require");
        assertThat(source.getOptions()).isEqualTo("-c search_path=a\\ b,\\\\c");
    }

    @ParameterizedTest
    @EnumSource(value = SslMode.class, names = "VERIFY_CA", mode = EnumSource.Mode.EXCLUDE)
    void no_mode_leaves_the_client_without_tls_options(SslMode mode) {
        PgConnectOptions options = ConnectOptions.of(config(mode, Map.of()), Duration.ofSeconds(10));

        assertThat(options.getSslMode().name()).isEqualTo(mode.name());
        assertThat(options.getSslOptions()).isNotNull();
        assertThat(options.getSslOptions().getHostnameVerificationAlgorithm())
                .isEqualTo(mode == SslMode.VERIFY_FULL ? "HTTPS" : "");
        assertThat(options.getSslOptions().isTrustAll()).isEqualTo(mode != SslMode.VERIFY_FULL);
    }

    private static DatabaseConfig config(SslMode mode, Map<String, String> properties) {
        return new DatabaseConfig(
                "::1", 6_543, "short/ener", "consumer", new Secret("p@ss word"), mode, null, null, null, properties);
    }
}
