package dev.shortener.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shortener.analytics.config.DatabaseConfig;
import dev.shortener.analytics.event.Rejection;
import dev.shortener.analytics.support.Servers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the real writer does when the server does not do its part. */
class PgClickWriterFaultsIT {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(700);

    private static Vertx vertx;

    private final DatabaseConfig database = TestPostgres.shared().migratedDatabase();
    private final RecordingMetrics metrics = new RecordingMetrics();
    private final List<ClickWriter> opened = new ArrayList<>();
    private Context context;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        OnContext.await(vertx.close());
    }

    @BeforeEach
    void newContext() {
        context = vertx.getOrCreateContext();
    }

    @AfterEach
    void closeWriters() {
        opened.forEach(writer -> OnContext.await(OnContext.call(context, writer::close)));
    }

    @Test
    void a_frozen_backend_fails_the_write_and_a_later_one_stores_every_row_once() {
        ClickWriter writer = open(database, SHORT);
        OnContext.await(write(writer, 0, 5));
        long frozen = onlyBackend();
        TestPostgres.signal("STOP", frozen);
        try {
            List<Future<WriteResult>> writes = IntStream.range(0, 40)
                    .mapToObj(batch -> write(writer, batch * 10, batch * 10 + 10))
                    .toList();

            assertThat(OnContext.awaitFailure(writes.get(0))).isInstanceOf(TimeoutException.class);
            assertThat(writes).allSatisfy(write -> assertThat(OnContext.awaitFailure(write))
                    .isNotInstanceOf(UnusableDatabaseException.class));
            assertThat(metrics.failures).containsOnly("none").hasSize(40);
            assertThat(OnContext.await(write(writer, 0, 20)).stored()).isEqualTo(15);
        } finally {
            TestPostgres.signal("CONT", frozen);
        }
        OnContext.until(() -> !TestPostgres.backendsOf(database).contains(frozen));
        OnContext.await(write(writer, 0, 400));

        assertThat(StoredClicks.in(database)).containsExactlyInAnyOrderElementsOf(TestClicks.rows(0, 400));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void the_connection_to_a_frozen_backend_is_closed_while_it_is_frozen() {
        ClickWriter writer = open(database, SHORT);
        OnContext.await(write(writer, 0, 5));
        long frozen = onlyBackend();
        int before = socketsOfThisProcess();
        TestPostgres.signal("STOP", frozen);
        try {
            OnContext.awaitFailure(write(writer, 0, 10));

            OnContext.until(() -> socketsOfThisProcess() < before);
        } finally {
            TestPostgres.signal("CONT", frozen);
        }
    }

    /** The control: why the socket is closed below the client's codec. */
    @Test
    void the_clients_own_close_waits_for_a_frozen_backend() {
        SqlConnection connection = OnContext.await(
                OnContext.call(context, () -> PgConnection.connect(vertx, ConnectOptions.of(database, LONG))
                        .map(SqlConnection.class::cast)));
        long frozen = onlyBackend();
        TestPostgres.signal("STOP", frozen);
        try {
            Future<RowSet<Row>> statement = connection.query("SELECT 1").execute();
            Future<Void> closed = connection.close();

            assertThat(OnContext.awaitFailure(closed.timeout(1, TimeUnit.SECONDS)))
                    .isInstanceOf(TimeoutException.class);
            assertThat(statement.isComplete()).isFalse();

            Severance.sever(connection);
            OnContext.await(closed);
            assertThat(OnContext.awaitFailure(statement)).isNotNull();
        } finally {
            TestPostgres.signal("CONT", frozen);
        }
    }

    @Test
    void a_server_that_accepts_and_never_answers_fails_the_write_and_bounds_what_hangs() throws IOException {
        try (ServerSocket silent = new ServerSocket(0)) {
            DatabaseConfig mute = TestDatabases.at(database, "localhost", silent.getLocalPort());
            Future<WriteResult> write = write(open(mute, LONG), 0, 1);
            PgConnector connector = OnContext.await(
                    OnContext.call(context, () -> Future.succeededFuture(new PgConnector(vertx, mute, LONG))));
            List<Future<PgSession>> attempts = IntStream.range(0, 4)
                    .mapToObj(attempt -> OnContext.call(context, connector::connect))
                    .toList();

            assertThat(OnContext.awaitFailure(OnContext.call(context, connector::connect)))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("4 attempts");
            assertThat(attempts).noneMatch(Future::isComplete);
            assertThat(OnContext.awaitFailure(write)).isInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void a_backend_frozen_before_the_statement_was_prepared_fails_the_write() throws SQLException {
        ClickWriter writer = open(database, SHORT);
        try (Connection locker = TestPostgres.connect(database);
                Statement lock = locker.createStatement()) {
            locker.setAutoCommit(false);
            lock.execute("LOCK TABLE clicks IN ACCESS EXCLUSIVE MODE"); // parsing the statement waits for it
            List<Future<WriteResult>> writes =
                    List.of(write(writer, 0, 10), write(writer, 10, 20), write(writer, 20, 30));

            assertThat(writes).allSatisfy(write -> assertThat(OnContext.awaitFailure(write))
                    .isNotNull());
        }
        assertThat(OnContext.await(write(writer, 0, 30)).stored()).isEqualTo(30);
    }

    @Test
    void waiting_behind_others_does_not_count_against_the_deadline() {
        TestPostgres.execute(database, slowInsert(0.2));
        ClickWriter writer = open(database, SHORT);

        List<Future<WriteResult>> writes = IntStream.range(0, 10)
                .mapToObj(batch -> write(writer, batch, batch + 1))
                .toList();

        OnContext.await(Future.all(writes));
        assertThat(StoredClicks.in(database)).hasSize(10);
    }

    @Test
    void a_statement_longer_than_the_deadline_is_stopped_by_the_server_too() {
        TestPostgres.execute(database, slowInsert(60));
        ClickWriter writer = open(database, SHORT);

        OnContext.awaitFailure(write(writer, 0, 1));

        OnContext.until(() -> TestPostgres.backendsOf(database).isEmpty());
        assertThat(StoredClicks.in(database)).isEmpty();
    }

    @Test
    void terminated_backends_fail_what_is_under_way_and_the_next_write_reconnects_once() {
        TestPostgres.execute(database, slowInsert(0.3));
        ClickWriter writer = open(database, LONG);
        OnContext.await(write(writer, 0, 1));
        List<Future<WriteResult>> writes = IntStream.range(1, 30)
                .mapToObj(batch -> write(writer, batch, batch + 1))
                .toList();

        TestPostgres.disconnect(database);

        assertThat(OnContext.awaitFailure(writes.get(28))).isNotInstanceOf(UnusableDatabaseException.class);
        assertThat(metrics.failures).containsAnyOf("57", "none").doesNotContain("22", "23", "42");
        TestPostgres.execute(database, "DROP TRIGGER slow ON clicks");
        List<Future<WriteResult>> again = IntStream.range(0, 30)
                .mapToObj(batch -> write(writer, batch, batch + 1))
                .toList();
        OnContext.await(Future.all(again));
        assertThat(TestPostgres.backendsOf(database)).hasSize(1);
        assertThat(StoredClicks.in(database)).containsExactlyInAnyOrderElementsOf(TestClicks.rows(0, 30));
    }

    @Test
    void writes_that_wait_for_a_connection_share_one() {
        ClickWriter writer = open(database, LONG);

        List<Future<WriteResult>> writes = IntStream.range(0, 20)
                .mapToObj(batch -> write(writer, batch, batch + 1))
                .toList();

        OnContext.await(Future.all(writes));
        assertThat(TestPostgres.backendsOf(database)).hasSize(1);
    }

    @Test
    void a_server_that_is_not_there_is_a_broken_world() {
        DatabaseConfig nowhere = TestDatabases.at(database, "localhost", Servers.unusedPort());

        Throwable failure = OnContext.awaitFailure(write(open(nowhere, LONG), 0, 1));

        assertThat(failure).isNotInstanceOf(UnusableDatabaseException.class);
        assertThat(metrics.failures).containsExactly("none");
    }

    @Test
    void a_missing_table_says_to_run_migrate_and_works_once_it_was() {
        ClickWriter writer = open(database, LONG);
        OnContext.await(write(writer, 0, 1));
        TestPostgres.execute(database, "ALTER TABLE clicks RENAME TO elsewhere");

        Throwable failure = OnContext.awaitFailure(write(writer, 0, 2));
        TestPostgres.execute(database, "ALTER TABLE elsewhere RENAME TO clicks");

        assertThat(failure)
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageContaining("42P01")
                .hasMessageContaining("migrate");
        assertThat(OnContext.await(write(writer, 0, 2)).stored()).isEqualTo(1);
    }

    @Test
    void a_missing_column_says_to_run_migrate() {
        TestPostgres.execute(database, "ALTER TABLE clicks DROP COLUMN city");

        assertThat(OnContext.awaitFailure(write(open(database, LONG), 0, 1)))
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageContaining("42703")
                .hasMessageContaining("migrate");
    }

    @Test
    void a_column_of_another_type_is_for_a_person_to_mend() {
        TestPostgres.execute(database, "ALTER TABLE clicks ALTER COLUMN id TYPE bytea USING decode('00', 'hex')");

        assertThat(OnContext.awaitFailure(write(open(database, LONG), 0, 1)))
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageContaining("42804");
    }

    @Test
    void a_missing_permission_names_the_role_and_the_grant() {
        DatabaseConfig guarded = TestDatabases.as(database, TestPostgres.BY_PASSWORD, TestPostgres.PASSWORD);

        assertThat(OnContext.awaitFailure(write(open(guarded, LONG), 0, 1)))
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageContaining("42501")
                .hasMessageContaining("by_password")
                .hasMessageContaining("GRANT");
    }

    @Test
    void permission_to_insert_is_all_that_writing_needs() {
        TestPostgres.execute(database, "GRANT INSERT ON clicks, click_ledger, click_rejections TO by_password");
        DatabaseConfig guarded = TestDatabases.as(database, TestPostgres.BY_PASSWORD, TestPostgres.PASSWORD);

        assertThat(OnContext.await(write(open(guarded, LONG), 0, 3)).stored()).isEqualTo(3);
    }

    @Test
    void a_wrong_password_is_for_a_person_to_mend_and_is_not_told() {
        DatabaseConfig guarded = TestDatabases.as(database, TestPostgres.BY_PASSWORD, "guess-me");

        assertThat(OnContext.awaitFailure(write(open(guarded, LONG), 0, 1)))
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageContaining("28P01")
                .hasMessageNotContaining("guess-me");
    }

    @Test
    void a_missing_password_is_for_a_person_to_mend() {
        DatabaseConfig guarded = TestDatabases.as(database, TestPostgres.BY_PASSWORD, null);

        assertThat(OnContext.awaitFailure(write(open(guarded, LONG), 0, 1)))
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageContaining("no password is given");
    }

    @Test
    void a_database_that_does_not_exist_is_for_a_person_to_mend() {
        DatabaseConfig missing = TestDatabases.named(database, "no_such_database");

        assertThat(OnContext.awaitFailure(write(open(missing, LONG), 0, 1)))
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageContaining("3D000")
                .hasMessageContaining("no_such_database");
    }

    @Test
    void a_server_that_takes_no_writes_is_a_broken_world_and_the_writer_connects_anew() {
        ClickWriter writer = open(database, LONG);
        OnContext.await(write(writer, 0, 1));
        long before = onlyBackend();
        TestPostgres.admin("ALTER DATABASE " + database.database() + " SET default_transaction_read_only = on");
        TestPostgres.disconnect(database);
        OnContext.awaitFailure(write(writer, 0, 2).recover(lost -> write(writer, 0, 2)));

        assertThat(metrics.failures).contains("25");
        TestPostgres.admin("ALTER DATABASE " + database.database() + " RESET default_transaction_read_only");
        assertThat(OnContext.await(write(writer, 0, 2)).stored()).isEqualTo(1);
        assertThat(onlyBackend()).isNotEqualTo(before);
    }

    @Test
    void a_violated_constraint_is_named_without_the_rows_content() {
        TestPostgres.execute(
                database, "ALTER TABLE clicks ADD CONSTRAINT no_example CHECK (traffic_source <> 'secret.example')");
        List<ClickRow> rows = new ArrayList<>(TestClicks.rows(0, 500));
        rows.set(123, TestClicks.withSource(123, "secret.example"));
        ClickWriter writer = open(database, LONG);

        WriteResult result = OnContext.await(OnContext.call(context, () -> writer.write(TestClicks.batch(rows))));

        assertThat(result.stored()).isEqualTo(499);
        assertThat(result.refused()).singleElement().satisfies(refused -> {
            Rejection rejection = refused.rejection();
            assertThat(refused.index()).isEqualTo(123);
            assertThat(rejection.message()).contains("23514", "no_example").doesNotContain("secret", "203");
        });
        assertThat(metrics.failures).containsOnly("23").hasSizeLessThanOrEqualTo(2 * 9 + 1);
    }

    @Test
    void a_column_that_must_not_be_null_is_the_field_at_fault() {
        TestPostgres.execute(database, "ALTER TABLE clicks ALTER COLUMN region SET NOT NULL");

        WriteResult result = OnContext.await(write(open(database, LONG), 0, 1));

        assertThat(result.refused()).singleElement().satisfies(refused -> {
            assertThat(refused.rejection().field()).isEqualTo("region");
            assertThat(refused.rejection().message()).contains("23502");
        });
    }

    @Test
    void without_the_conflict_clause_a_row_written_twice_is_refused() {
        OnContext.await(write(open(database, LONG), 0, 1));
        PgSession session =
                OnContext.await(OnContext.call(context, () -> new PgConnector(vertx, database, LONG).connect()));
        List<ClickRow> rows = TestClicks.rows(0, 1);

        assertThat(ClickInsert.INSERT_UNLESS_PRESENT).contains("ON CONFLICT DO NOTHING RETURNING 1),");
        assertThatThrownBy(() -> OnContext.await(execute(
                        session,
                        ClickInsert.INSERT_NEW,
                        ClickInsert.parameters(TestClicks.batch(rows), rows, Map.of()))))
                .hasStackTraceContaining("clicks_pkey\" (23505)");
    }

    @Test
    void a_batch_of_new_rows_and_of_some_that_are_there_is_stored_as_far_as_it_is_new() {
        ClickWriter writer = open(database, LONG);
        OnContext.await(write(writer, 0, 3));

        WriteResult overlapping = OnContext.await(write(writer, 2, 6));
        WriteResult next = OnContext.await(write(writer, 5, 8));

        assertThat(overlapping).isEqualTo(new WriteResult(3, 1, List.of()));
        assertThat(next).isEqualTo(new WriteResult(2, 1, List.of()));
        assertThat(TestPostgres.number(database, "SELECT count(*) FROM clicks")).isEqualTo(8);
        assertThat(TestPostgres.number(database, "SELECT sum(stored) FROM click_ledger"))
                .isEqualTo(8);
    }

    @Test
    void the_statement_is_prepared_once_a_connection() {
        PgSession session =
                OnContext.await(OnContext.call(context, () -> new PgConnector(vertx, database, LONG).connect()));
        for (int batch = 0; batch < 5; batch++) {
            List<ClickRow> rows = TestClicks.rows(batch, batch + 1);
            OnContext.await(execute(
                    session,
                    ClickInsert.INSERT_UNLESS_PRESENT,
                    ClickInsert.parameters(TestClicks.batch(rows), rows, Map.of())));
        }

        RowSet<Row> prepared = OnContext.await(execute(
                session, "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'WITH%'", Tuple.tuple()));

        assertThat(prepared.iterator().next().getLong(0)).isEqualTo(1);
        OnContext.await(OnContext.call(context, session::close));
    }

    @Test
    void the_server_is_given_a_little_longer_than_the_deadline() {
        PgSession session = OnContext.await(
                OnContext.call(context, () -> new PgConnector(vertx, database, Duration.ofSeconds(7)).connect()));

        RowSet<Row> limit = OnContext.await(execute(session, "SHOW statement_timeout", Tuple.tuple()));

        assertThat(limit.iterator().next().getString(0)).isEqualTo("8s");
        OnContext.await(OnContext.call(context, session::close));
    }

    private Future<RowSet<Row>> execute(PgSession session, String sql, Tuple parameters) {
        return OnContext.call(context, () -> session.execute(sql, parameters));
    }

    private ClickWriter open(DatabaseConfig target, Duration statementTimeout) {
        ClickWriter writer = OnContext.await(OnContext.call(
                context, () -> Future.succeededFuture(new PgClickWriter(vertx, target, statementTimeout, metrics))));
        opened.add(writer);
        return writer;
    }

    private Future<WriteResult> write(ClickWriter writer, int from, int to) {
        return OnContext.call(context, () -> writer.write(TestClicks.batch(TestClicks.rows(from, to))));
    }

    private long onlyBackend() {
        List<Long> backends = TestPostgres.backendsOf(database);
        assertThat(backends).hasSize(1);
        return backends.get(0);
    }

    private static int socketsOfThisProcess() {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return (int) files.filter(PgClickWriterFaultsIT::isSocket).count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException gone) {
            return false;
        }
    }

    private static String slowInsert(double seconds) {
        return """
                CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
                    'BEGIN PERFORM pg_sleep(%s); RETURN NEW; END';
                CREATE TRIGGER slow BEFORE INSERT ON clicks FOR EACH ROW EXECUTE FUNCTION slow();
                """
                .formatted(seconds);
    }
}
