package dev.shortener.analytics.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shortener.analytics.config.DatabaseConfig.SslMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConfigDataSourceTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            nullValues = "-",
            textBlock =
                    """
            postgres://u:p@h:1/d                             | h       | 1    | d  | u   | p
            postgresql://u:p@h:1/d                           | h       | 1    | d  | u   | p
            POSTGRES://u@h                                   | h       | 5432 | u  | u   | -
            postgres://u@h/                                  | h       | 5432 | u  | u   | -
            postgres://u:@h/d                                | h       | 5432 | d  | u   | -
            postgres://u@/d                                  | localhost | 5432 | d  | u | -
            postgres:///d?user=u                             | localhost | 5432 | d  | u | -
            postgres://u:p@[::1]:5433/d                      | ::1     | 5433 | d  | u   | p
            postgres://u:p@[fe80::1%25eth0]/d                | fe80::1%eth0 | 5432 | d | u | p
            postgres://u:p%40%2F%3A%25%C3%A9+@h/d            | h       | 5432 | d  | u   | p@/:%é+
            postgres://u%3Ax:p:q@r@h/d%20e                   | h       | 5432 | d e | u:x | p:q@r
            postgres://h/d?user=u&password=a%26b+c&port=7    | h       | 7    | d  | u   | a&b c
            postgres://u:p@127.0.0.1/d?                      | 127.0.0.1 | 5432 | d | u  | p
            host=h port=1 user=u password='a b' dbname=d     | h       | 1    | d  | u   | a b
            host = h user= u password = 'it\\'s \\\\'         | h       | 5432 | u  | u   | it's \\
            user=u password=a\\ b\\'c                          | localhost | 5432 | u | u  | a b'c
            user=u password='' host=::1                      | ::1     | 5432 | u  | u   | -
            password=a=b user=u                              | localhost | 5432 | u | u  | a=b
            """)
    void both_forms_are_read_as_libpq_does(
            String dataSource, String host, int port, String database, String user, String password) {
        DatabaseConfig config = DatabaseConfig.parse(dataSource);

        assertThat(config.host()).isEqualTo(host);
        assertThat(config.port()).isEqualTo(port);
        assertThat(config.database()).isEqualTo(database);
        assertThat(config.user()).isEqualTo(user);
        assertThat(config.password()).isEqualTo(password == null ? null : new Secret(password));
        assertThat(config.sslMode()).isEqualTo(SslMode.PREFER);
        assertThat(config.properties()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            mysql://u@h/d                        | is no postgres:// URL
            postgres://u:p?x@h/d                 | has a parameter without name or value
            postgres://u:a/b@h/d                 | impossible port
            postgres://u:a#b@h/d                 | is no postgres:// URL
            postgres://u:%zz@h/d                 | has a badly percent-encoded password; a literal % is written %25
            postgres://u:%f@h/d                  | has a badly percent-encoded password; a literal % is written %25
            postgres://u:%ff@h/d                 | has a badly percent-encoded password; a literal % is written %25
            postgres://%@h/d                     | has a badly percent-encoded user; a literal % is written %25
            postgres://u@h/%                     | has a badly percent-encoded database name
            postgres://u@h/d?a=%                 | has a badly percent-encoded parameter's value
            postgres://u@h/d?a                   | has a parameter without name or value
            postgres://u@h/d?a%20b=1             | has a parameter whose name no server knows
            postgres://u@h1,h2/d                 | names several hosts; allowed: one
            postgres://u@h1:1,h2:2/d             | names several hosts; allowed: one
            host=h1,h2 user=u                    | names several hosts; allowed: one
            postgres://u@/d?host=/var/run        | names a Unix socket; allowed: a host reached over TCP
            postgres://u@%2Fvar%2Frun/d          | names a Unix socket; allowed: a host reached over TCP
            host=/tmp user=u                     | names a Unix socket; allowed: a host reached over TCP
            postgres://u@::1/d                   | impossible port
            postgres://u@[::1/d                  | unreadable host
            postgres://u@h:0/d                   | has an impossible port; allowed: 1 to 65,535
            postgres://u@h:65536/d               | has an impossible port; allowed: 1 to 65,535
            postgres://h/d                       | names no user
            postgres://u@h/d?sslmode=on          | has an unknown sslmode; allowed: disable, allow, prefer, require, verify-ca, verify-full
            postgres://u@h/d?sslmode=REQUIRE     | has an unknown sslmode
            postgres://u@h/d?sslcert=a           | has one of sslcert and sslkey; allowed: both or none
            postgres://u@h/d?sslmode=verify-ca   | has sslmode=verify-ca without sslrootcert
            postgres://u@h/d?sslrootcert=system  | sslrootcert=system is not supported
            postgres://u@h/d?passfile=x          | passfile is not supported; leave it out
            postgres://u@h/d?connect_timeout=1s  | has an impossible connect_timeout; allowed: 0 to 3,600
            host=h user                          | is neither a postgres:// URL nor a keyword/value string
            host=h user=u password='a            | is neither a postgres:// URL nor a keyword/value string
            nonsense                             | is neither a postgres:// URL nor a keyword/value string
            """)
    void what_cannot_be_used_is_said_without_quoting_it(String dataSource, String fault) {
        assertThatThrownBy(() -> DatabaseConfig.parse(dataSource))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageStartingWith("DataSource: ")
                .hasMessageContaining(fault);
    }

    @ParameterizedTest
    @EnumSource(SslMode.class)
    void every_sslmode_is_read_in_both_forms(SslMode mode) {
        assertThat(DatabaseConfig.parse("postgres://u@h/d?sslmode=" + mode.text() + authority(mode, "&"))
                        .sslMode())
                .isEqualTo(mode);
        assertThat(DatabaseConfig.parse("user=u sslmode=" + mode.text() + authority(mode, " "))
                        .sslMode())
                .isEqualTo(mode);
    }

    private static String authority(SslMode mode, String separator) {
        return mode == SslMode.VERIFY_CA ? separator + "sslrootcert=ca.pem" : "";
    }

    @Test
    void require_beside_an_authority_checks_it_as_libpq_does() {
        assertThat(DatabaseConfig.parse("user=u sslmode=require sslrootcert=ca.pem")
                        .sslMode())
                .isEqualTo(SslMode.VERIFY_CA);
        assertThat(DatabaseConfig.parse("user=u sslmode=prefer sslrootcert=ca.pem")
                        .sslMode())
                .isEqualTo(SslMode.PREFER);
    }

    @Test
    void parameters_are_told_apart() {
        DataSource dataSource = DataSourceParser.parse(
                "postgres://u@h/d?sslmode=verify-full&sslrootcert=%2Fca.pem&sslcert=c&sslkey=k&connect_timeout=5"
                        + "&application_name=me&search_path=a,b&options=-c%20x%3D1&pool_max_conns=10&default_query_exec_mode=exec",
                Map.of());

        DatabaseConfig database = dataSource.database();
        assertThat(database.sslRootCert()).isEqualTo(Path.of("/ca.pem"));
        assertThat(database.sslCert()).isEqualTo(Path.of("c"));
        assertThat(database.sslKey()).isEqualTo(Path.of("k"));
        assertThat(database.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(database.properties())
                .isEqualTo(Map.of("application_name", "me", "search_path", "a,b", "options", "-c x=1"));
        assertThat(dataSource.notices())
                .containsExactly(
                        "DataSource: default_query_exec_mode has no effect here.",
                        "DataSource: pool_max_conns has no effect here.");
    }

    @Test
    void a_string_of_endless_length_is_refused() {
        assertThatThrownBy(() -> DatabaseConfig.parse("user=u password='" + "x".repeat(100_000) + "'"))
                .hasMessage("DataSource: has more than 4,096 characters");
        assertThat(DatabaseConfig.parse("user=u password='" + "x".repeat(4_000) + "'")
                        .password())
                .isEqualTo(new Secret("x".repeat(4_000)));
    }

    @Test
    void the_environment_fills_in_what_the_string_leaves_out() {
        Map<String, String> environment =
                Map.of("PGUSER", "env", "PGPASSWORD", "word", "PGHOST", "other", "PGSSLMODE", "require", "PGPORT", "");

        DatabaseConfig database =
                DataSourceParser.parse("postgres://h/d", environment).database();

        assertThat(database)
                .isEqualTo(new DatabaseConfig(
                        "h", 5432, "d", "env", new Secret("word"), SslMode.REQUIRE, null, null, null, Map.of()));
    }
}
