package dev.shortener.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.config.DatabaseConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;

/** The shipped files, up, down and up again, as other tools than this service's own run them. */
class OtherMigrationToolsIT {

    private static final String UP = ".up.sql";
    private static final String DOWN = ".down.sql";

    private final DatabaseConfig database = TestPostgres.shared().emptyDatabase();

    /** golang-migrate sends a whole file as one simple query, which PostgreSQL runs as one transaction. */
    @Test
    void a_whole_file_is_one_simple_query() throws Exception {
        upDownAndUpAgain(file -> {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                statement.execute(Files.readString(file));
            }
        });
    }

    /** psql sends statement by statement, each a transaction of its own. */
    @Test
    void each_statement_stands_alone() throws Exception {
        upDownAndUpAgain(file -> {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                for (NativeQuery query : Parser.parseJdbcSql(Files.readString(file), true, false, true, false, false)) {
                    statement.execute(query.nativeSql);
                }
            }
        });
    }

    @Test
    void psql_itself_runs_them() throws Exception {
        Assumptions.assumeTrue(isThere("psql"), "psql is installed");
        upDownAndUpAgain(file -> run(
                "psql",
                "--no-psqlrc",
                "--quiet",
                "--set=ON_ERROR_STOP=1",
                "--host=localhost",
                "--port=" + database.port(),
                "--username=postgres",
                "--dbname=" + database.database(),
                "--file=" + file));
    }

    /** psql would take a backslash or a colon before a name for its own. */
    @Test
    void no_file_holds_what_psql_takes_for_its_own() throws IOException {
        for (Path file : files(".sql")) {
            assertThat(Files.readString(file))
                    .as("%s", file)
                    .doesNotContain("\\")
                    .doesNotContainPattern(":['\"\\w]")
                    .endsWith(";\n");
        }
    }

    private void upDownAndUpAgain(Run tool) throws Exception {
        List<Path> up = files(UP);
        List<Path> down = files(DOWN);
        Collections.reverse(down);
        for (Path file : up) {
            tool.run(file);
        }
        String schema = schema();
        for (Path file : down) {
            tool.run(file);
        }
        assertThat(schema()).as("nothing is left").isEmpty();
        for (Path file : up) {
            tool.run(file);
        }
        assertThat(schema()).isEqualTo(schema).contains("clicks.city");
        assertThat(new Migrations(database).migrate().to())
                .as("accepted by the service's own")
                .isEqualTo(numberOf(up.get(up.size() - 1)));
        assertThat(schema()).isEqualTo(schema);
    }

    private static int numberOf(Path file) {
        return Integer.parseInt(file.getFileName().toString().substring(0, 6));
    }

    private static List<Path> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("migrations"))) {
            return new ArrayList<>(files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList());
        }
    }

    private String schema() {
        return String.join(
                "\n",
                TestPostgres.query(
                                database,
                                """
                                SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable
                                       || ' ' || coalesce(column_default, '')
                                FROM information_schema.columns
                                WHERE table_schema = 'public' AND table_name <> 'flyway_schema_history' ORDER BY 1
                                """)
                        .stream()
                        .map(row -> row.get(0))
                        .toList());
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + database.port() + "/" + database.database()
                        + "?preferQueryMode=simple",
                "postgres",
                "");
    }

    private static boolean isThere(String command) {
        try {
            run(command, "--version");
            return true;
        } catch (IOException missing) {
            return false;
        }
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said);
            }
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    /** Runs one file. */
    @FunctionalInterface
    private interface Run {

        void run(Path file) throws Exception;
    }
}
