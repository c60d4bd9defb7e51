package dev.shortener.analytics.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PostgresServerIT {

    @TempDir
    Path dir;

    @Test
    void the_server_is_durable_and_neutral() throws SQLException {
        try (PostgresServer server = PostgresServer.start(dir.resolve("pg"), 0)) {
            assertThat(ask(server, "SHOW fsync")).isEqualTo("on");
            assertThat(ask(server, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(ask(server, "SHOW full_page_writes")).isEqualTo("on");
            assertThat(ask(server, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(ask(server, "SHOW log_timezone")).isEqualTo("UTC");
        }
    }

    @Test
    void it_is_postgresql_18_and_the_password_is_asked_for() throws SQLException {
        try (PostgresServer server = PostgresServer.start(dir.resolve("pg"), 0)) {
            assertThat(ask(server, "SHOW server_version")).startsWith("18.");
            assertThatThrownBy(() ->
                            DriverManager.getConnection(server.jdbcUrl().replace("password=postgres", "password=x")))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password");
        }
    }

    @Test
    void rows_and_the_port_survive_a_restart() throws SQLException {
        try (PostgresServer server = PostgresServer.start(dir.resolve("pg"), 0)) {
            String before = server.url();
            keep(server, "kept");

            server.stop();
            server.startAgain();

            assertThat(server.url()).isEqualTo(before);
            assertThat(ask(server, "SELECT word FROM kept")).isEqualTo("kept");
        }
    }

    @Test
    void rows_survive_a_kill() throws SQLException {
        try (PostgresServer server = PostgresServer.start(dir.resolve("pg"), 0)) {
            keep(server, "acknowledged");

            server.kill();
            server.startAgain();

            assertThat(ask(server, "SELECT word FROM kept")).isEqualTo("acknowledged");
        }
    }

    @Test
    void a_server_killed_by_somebody_else_does_not_stop_the_next_start() throws Exception {
        Path data = dir.resolve("pg");
        try (PostgresServer first = PostgresServer.start(data, 0)) {
            keep(first, "kept");
            ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
        }
        try (PostgresServer second = PostgresServer.start(data, 0)) {
            assertThat(ask(second, "SELECT word FROM kept")).isEqualTo("kept");
        }
    }

    @Test
    void a_server_left_behind_is_ended_by_the_next_start() throws Exception {
        Path data = dir.resolve("pg");
        PostgresServer leftBehind = PostgresServer.start(data, 0);
        long pid = leftBehind.pid();
        leftBehind.forgetLock();

        try (PostgresServer next = PostgresServer.start(data, 0)) {
            assertThat(isPostgres(pid)).isFalse();
            assertThat(next.pid()).isNotEqualTo(pid);
        }
    }

    @Test
    void a_pid_file_that_names_somebody_else_is_no_hindrance_and_no_death_warrant() throws Exception {
        Path data = dir.resolve("pg");
        PostgresServer.start(data, 0).close();
        long ours = ProcessHandle.current().pid();
        Files.writeString(data.resolve("postmaster.pid"), ours + "\n" + data + "\n");

        try (PostgresServer server = PostgresServer.start(data, 0)) {
            assertThat(server.pid()).isNotEqualTo(ours);
        }
    }

    @Test
    void a_directory_in_use_is_refused() {
        Path data = dir.resolve("pg");
        try (PostgresServer server = PostgresServer.start(data, 0)) {
            assertThatThrownBy(() -> PostgresServer.start(data, 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("in use");
            assertThat(server.pid()).isPositive();
        }
    }

    @Test
    void a_taken_port_is_one_line_that_names_the_port() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> PostgresServer.start(dir.resolve("pg"), taken.getLocalPort()))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessageContaining("PostgreSQL cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void nothing_is_left_running_after_stop() {
        PostgresServer server = PostgresServer.start(dir.resolve("pg"), 0);
        long pid = server.pid();

        server.stop();

        assertThat(isPostgres(pid)).isFalse();
    }

    private static boolean isPostgres(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .filter(command -> command.endsWith("/postgres"))
                .isPresent();
    }

    private static void keep(PostgresServer server, String word) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept (word text)");
            statement.execute("INSERT INTO kept VALUES ('" + word + "')");
        }
    }

    private static String ask(PostgresServer server, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }
}
