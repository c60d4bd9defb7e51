package dev.shortener.analytics.store;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shortener.analytics.config.DatabaseConfig;
import dev.shortener.analytics.config.ReadConfig;
import dev.shortener.analytics.metrics.PipelineMetrics;
import dev.shortener.analytics.trace.Tracing;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service runs as a role that may look and add, and nothing else; another role owns the tables and migrates. */
class LeastPrivilegeIT {

    /** As the README says it, for an installation where PUBLIC may do nothing. */
    private static final String NOTHING_FOR_PUBLIC =
            """
            REVOKE ALL ON DATABASE %1$s FROM PUBLIC;
            REVOKE ALL ON SCHEMA public FROM PUBLIC;
            CREATE ROLE owner_of_%1$s LOGIN;
            CREATE ROLE runs_%1$s LOGIN;
            GRANT CONNECT ON DATABASE %1$s TO owner_of_%1$s, runs_%1$s;
            GRANT USAGE, CREATE ON SCHEMA public TO owner_of_%1$s;
            """;

    private static final String JUST_ENOUGH =
            """
            GRANT USAGE ON SCHEMA public TO runs_%1$s;
            GRANT SELECT, INSERT ON clicks, rules_versions, click_ledger, click_rejections TO runs_%1$s;
            """;

    private static final String ENOUGH_TO_READ =
            """
            GRANT USAGE ON SCHEMA public TO runs_%1$s;
            GRANT SELECT ON click_totals, click_counts, click_counts_recent, click_counts_progress TO runs_%1$s;
            """;

    private static final String ENOUGH_FOR_VISITORS =
            """
            GRANT INSERT ON click_visitor_changes TO runs_%1$s;
            GRANT EXECUTE ON FUNCTION click_visitor_salt(DATE) TO runs_%1$s;
            """;

    private static final String ENOUGH_TO_READ_VISITORS =
            "GRANT SELECT ON click_visitors, click_visitor_progress TO runs_%1$s";

    private static Vertx vertx;

    private final DatabaseConfig database = TestPostgres.shared().emptyDatabase();
    private final DatabaseConfig owner = TestDatabases.as(database, "owner_of_" + database.database(), null);
    private final DatabaseConfig runtime = TestDatabases.as(database, "runs_" + database.database(), null);

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        OnContext.await(vertx.close());
    }

    @BeforeEach
    void makeRoles() {
        TestPostgres.execute(database, NOTHING_FOR_PUBLIC.formatted(database.database()));
        new Migrations(owner).migrate();
        TestPostgres.execute(database, JUST_ENOUGH.formatted(database.database()));
    }

    @AfterEach
    void dropRoles() {
        for (String role : List.of(runtime.user(), owner.user())) {
            TestPostgres.execute(database, "DROP OWNED BY " + role + " CASCADE; DROP ROLE " + role);
        }
    }

    @Test
    void the_owner_needs_no_more_than_create_to_migrate_up_and_down() {
        Migrations migrations = new Migrations(owner);

        assertThat(migrations.migrateDownTo(0).to()).isZero();
        assertThat(migrations.migrate().to()).isEqualTo(12);
    }

    @Test
    void looking_and_adding_is_enough_to_run() {
        Context context = vertx.getOrCreateContext();
        DatabaseFacts facts = OnContext.await(OnContext.call(context, () -> new DatabaseProbe(vertx, runtime).look()));

        assertThat(facts.faults()).isEmpty();
        assertThat(facts.warnings()).isEmpty();
        assertThat(facts.role()).isEqualTo(runtime.user());
        assertThat(write(TestClicks.rows(0, 3))).isEqualTo(new WriteResult(3, 0, List.of()));
        assertThat(write(TestClicks.rows(0, 3))).as("written again").isEqualTo(new WriteResult(0, 3, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE clicks SET short_code = 'x'",
                "UPDATE click_ledger SET stored = 0",
                "DELETE FROM click_ledger",
                "DELETE FROM click_rejections",
                "DELETE FROM clicks",
                "TRUNCATE clicks",
                "UPDATE click_totals SET clicks = 0",
                "DELETE FROM click_counts",
                "DELETE FROM click_changes",
                "INSERT INTO click_changes SELECT",
                "SELECT rebuild_click_counts()",
                "SELECT * FROM click_visitor_salts",
                "SELECT click_visitor_salt('2026-11-24')",
                "INSERT INTO click_visitor_changes VALUES ('{}', '{}', '{}')",
                "DELETE FROM click_visitor_changes",
                "SELECT add_click_visitors('a', 'd', '2026-11-24', '{1}')",
                "UPDATE click_visitor_progress SET counting_since = now()",
                "DROP TABLE clicks",
                "ALTER TABLE clicks ADD COLUMN ip text",
                "UPDATE rules_versions SET code = 'x'",
                "DELETE FROM rules_versions",
                "CREATE TABLE own (id int)",
                "SELECT count(*) FROM urls",
                "SELECT count(*) FROM flyway_schema_history"
            })
    void whoever_takes_over_the_service_may_do_nothing_else(String sql) throws SQLException {
        try (var connection = JdbcSource.of(runtime).getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql))
                    .isInstanceOfSatisfying(SQLException.class, refused -> assertThat(refused.getSQLState())
                            .isEqualTo("42501"));
        }
    }

    @Test
    void migrating_as_the_role_that_runs_is_one_clear_message() {
        assertThatThrownBy(() -> new Migrations(runtime).migrateDownTo(0))
                .isInstanceOf(MigrationFailedException.class)
                .hasMessageContaining("role " + runtime.user())
                .hasMessageContaining("permission denied");
    }

    @Test
    void the_ledger_is_merged_without_a_right_to_delete() {
        write(TestClicks.rows(0, 3));
        write(TestClicks.rows(3, 5));
        Context context = vertx.getOrCreateContext();

        long removed = OnContext.await(OnContext.call(
                context,
                () -> LedgerMerger.merge(new PgConnector(vertx, runtime, Duration.ofSeconds(10)), Duration.ZERO)));

        assertThat(removed).isEqualTo(1);
    }

    @Test
    void clicks_are_counted_without_a_right_on_the_counts_and_read_with_no_other_right() {
        write(TestClicks.rows(0, 3));
        Context context = vertx.getOrCreateContext();
        OnContext.await(
                OnContext.call(context, () -> new StandingSession(vertx, runtime, Duration.ofSeconds(10), failure -> {})
                        .get()
                        .compose(session -> CountsRollUp.rollUp(session, 1_000)
                                .compose(moved -> CountsRollUp.settle(session, 1))
                                .eventually(session::close))));
        TestPostgres.execute(database, "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM " + runtime.user());
        TestPostgres.execute(database, ENOUGH_TO_READ.formatted(database.database()));

        ClickCounts counts = new ClickCounts(vertx, new ReadConfig(runtime, 1, Duration.ofSeconds(2)));

        assertThat(OnContext.await(counts.totals(ClickCounts.ALL_LINKS)).clicks())
                .isEqualTo(3);
        assertThat(OnContext.await(counts.breakdown("code1", Dimension.DEVICE, CountWindow.ALL, 10))
                        .values())
                .containsExactly(new CountedValues.Value("Mobile", 1));
        OnContext.await(counts.close());
    }

    @Test
    void visitors_are_counted_with_two_rights_more_and_read_with_no_other() {
        assertThat(look().visitorFaults())
                .singleElement()
                .asString()
                .contains("role " + runtime.user() + " may not count visitors")
                .contains("GRANT INSERT ON click_visitor_changes")
                .contains("GRANT EXECUTE ON FUNCTION click_visitor_salt(DATE)");
        assertThat(OnContext.awaitFailure(salts())).isInstanceOf(UnusableDatabaseException.class);

        TestPostgres.execute(database, ENOUGH_FOR_VISITORS.formatted(database.database()));
        assertThat(look().visitorFaults()).isEmpty();
        assertThat(OnContext.await(salts())).hasSize(1);
        Context context = vertx.getOrCreateContext();
        OnContext.await(OnContext.call(context, () -> {
            PgClickWriter writer = new PgClickWriter(
                    vertx, runtime, Duration.ofSeconds(10), PipelineMetrics.NONE, Tracing.NONE, new VisitorChanges());
            return writer.write(TestClicks.batch(0, List.copyOf(VisitorLab.clicks("abc", LocalDate.now(UTC), 0, 3))))
                    .eventually(writer::close);
        }));
        long moved = OnContext.await(OnContext.call(context, () -> new StandingSession(
                        vertx, runtime, Duration.ofSeconds(10), failure -> {})
                .get()
                .compose(session -> VisitorsRollUp.rollUp(session, true, 1_000).eventually(session::close))));
        assertThat(moved).isEqualTo(1);

        ClickCounts counts = new ClickCounts(vertx, new ReadConfig(runtime, 1, Duration.ofSeconds(2)));
        VisitorCounts visitors = new VisitorCounts(counts);
        assertThat(OnContext.await(visitors.since("abc")))
                .as("not to be seen yet")
                .isEmpty();
        TestPostgres.execute(database, ENOUGH_TO_READ_VISITORS.formatted(database.database()));
        assertThat(OnContext.await(visitors.since("abc")).orElseThrow().visitors())
                .isEqualTo(3);
        OnContext.await(counts.close());
    }

    private Future<Map<LocalDate, byte[]>> salts() {
        return new VisitorSalts(vertx, runtime, InstantSource.system()).of(Set.of(LocalDate.now(UTC)));
    }

    private DatabaseFacts look() {
        return OnContext.await(
                OnContext.call(vertx.getOrCreateContext(), () -> new DatabaseProbe(vertx, runtime).look()));
    }

    /** Whoever calls a function that runs with its owner's rights must not be able to put tables of his own in its way. */
    @Test
    void a_merge_looks_at_no_tables_but_the_owners() throws SQLException {
        TestPostgres.execute(database, "GRANT TEMPORARY ON DATABASE " + database.database() + " TO " + runtime.user());
        write(TestClicks.rows(0, 3));
        try (var connection = JdbcSource.of(runtime).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE click_ledger (LIKE public.click_ledger)");
            statement.execute("INSERT INTO click_ledger SELECT * FROM public.click_ledger");
            statement.execute("INSERT INTO click_ledger SELECT * FROM public.click_ledger");
            statement.execute("SELECT merge_click_ledger('0')");
            try (var rows = statement.executeQuery("SELECT count(*) FROM pg_temp.click_ledger")) {
                rows.next();
                assertThat(rows.getInt(1)).isEqualTo(2);
            }
        }
    }

    private WriteResult write(List<ClickRow> rows) {
        Context context = vertx.getOrCreateContext();
        return OnContext.await(OnContext.call(context, () -> {
            PgClickWriter writer = new PgClickWriter(vertx, runtime, Duration.ofSeconds(10), PipelineMetrics.NONE);
            return writer.write(TestClicks.batch(rows)).eventually(writer::close);
        }));
    }
}
