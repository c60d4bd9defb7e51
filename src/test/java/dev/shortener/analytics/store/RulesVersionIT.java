package dev.shortener.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.config.DatabaseConfig;
import dev.shortener.analytics.event.RulesVersion;
import dev.shortener.analytics.metrics.PipelineMetrics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows say what they were made with, by a number that all nodes agree on. */
class RulesVersionIT {

    private static final String ROWS_BY_LISTS =
            "SELECT v.lists, count(*) FROM clicks c JOIN rules_versions v ON v.id = c.rules_version GROUP BY 1 ORDER BY 1";
    private static final String ROWS_WITHOUT = "SELECT count(*) FROM clicks WHERE rules_version IS NULL";
    private static final String VERSIONS = "SELECT count(*) FROM rules_versions";

    private static Vertx vertx;

    private final DatabaseConfig database = TestPostgres.shared().emptyDatabase();

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        OnContext.await(vertx.close());
    }

    @BeforeEach
    void migrate() {
        new Migrations(database).migrate();
    }

    @Test
    void a_row_can_be_traced_to_what_made_it_also_where_a_batch_was_made_by_two() {
        List<ClickRow> rows = new ArrayList<>(rows("old", 0, 3));
        rows.addAll(rows("new", 3, 5));
        rows.add(TestClicks.row(5));

        assertThat(write(rows)).isEqualTo(new WriteResult(6, 0, List.of()));

        assertThat(TestPostgres.query(database, ROWS_BY_LISTS))
                .containsExactly(List.of("new", "2"), List.of("old", "3"));
        assertThat(TestPostgres.number(database, ROWS_WITHOUT)).isEqualTo(1);
    }

    @Test
    void a_redelivered_row_is_the_same_row_whatever_it_is_made_with_now() {
        write(rows("old", 0, 3));

        assertThat(write(rows("new", 0, 3))).isEqualTo(new WriteResult(0, 3, List.of()));

        assertThat(TestPostgres.query(database, ROWS_BY_LISTS)).containsExactly(List.of("old", "3"));
    }

    @Test
    void restarts_use_up_no_numbers() {
        for (int start = 0; start < 5; start++) {
            write(rows("same", start, start + 1));
        }
        write(rows("other", 10, 11));

        assertThat(TestPostgres.query(database, "SELECT id FROM rules_versions ORDER BY id"))
                .containsExactly(List.of("1"), List.of("2"));
    }

    @Test
    void twenty_nodes_that_come_with_four_versions_at_once_agree_on_four_numbers() {
        List<Future<WriteResult>> written = new ArrayList<>();
        for (int node = 0; node < 20; node++) {
            written.add(start(database, rows("version-" + node % 4, node * 10, node * 10 + 10)));
        }
        OnContext.await(Future.all(written));

        assertThat(TestPostgres.query(database, ROWS_BY_LISTS))
                .containsExactly(
                        List.of("version-0", "50"),
                        List.of("version-1", "50"),
                        List.of("version-2", "50"),
                        List.of("version-3", "50"));
        assertThat(TestPostgres.number(database, VERSIONS)).isEqualTo(4);
    }

    @Test
    void where_all_numbers_are_given_out_clicks_are_stored_without_one() {
        fill(1, 32_767);

        assertThat(write(rows("new", 0, 3))).isEqualTo(new WriteResult(3, 0, List.of()));

        assertThat(TestPostgres.number(database, ROWS_WITHOUT)).isEqualTo(3);
        assertThat(TestPostgres.number(database, VERSIONS)).isEqualTo(32_767);
    }

    @Test
    void a_number_that_was_freed_is_used_only_when_there_is_no_higher_one() {
        fill(1, 32_766);
        TestPostgres.execute(database, "DELETE FROM rules_versions WHERE id IN (7, 9)");

        write(rows("highest", 0, 1));
        write(rows("freed", 1, 2));

        assertThat(TestPostgres.query(
                        database, "SELECT id FROM rules_versions WHERE lists IN ('highest', 'freed') ORDER BY lists"))
                .containsExactly(List.of("7"), List.of("32767"));
    }

    @Test
    void a_role_that_may_not_add_versions_stores_clicks_without_and_is_told_so() {
        String role = "old_role_of_" + database.database();
        TestPostgres.execute(
                database,
                """
                CREATE ROLE %1$s LOGIN;
                GRANT USAGE ON SCHEMA public TO %1$s;
                GRANT SELECT, INSERT ON clicks, click_ledger, click_rejections TO %1$s;
                """
                        .formatted(role));
        DatabaseConfig restricted = TestDatabases.as(database, role, null);
        try {
            Context context = vertx.getOrCreateContext();
            assertThat(OnContext.await(OnContext.call(context, () -> new DatabaseProbe(vertx, restricted).look())))
                    .satisfies(facts -> assertThat(facts.faults()).isEmpty())
                    .satisfies(facts -> assertThat(facts.warnings())
                            .containsExactly("role " + role
                                    + " may not add to rules_versions: clicks are stored without rules_version;"
                                    + " GRANT SELECT, INSERT ON rules_versions TO " + role));
            assertThat(OnContext.await(start(restricted, rows("new", 0, 3))))
                    .isEqualTo(new WriteResult(3, 0, List.of()));
        } finally {
            TestPostgres.execute(database, "DROP OWNED BY " + role + "; DROP ROLE " + role);
        }
        assertThat(TestPostgres.number(database, ROWS_WITHOUT)).isEqualTo(3);
    }

    @Test
    void the_migration_rewrites_no_table() {
        new Migrations(database).migrateDownTo(4);
        write4(1_000);
        String file = "SELECT pg_relation_filenode('clicks')::bigint";
        long before = TestPostgres.number(database, file);

        new Migrations(database).migrate();

        assertThat(TestPostgres.number(database, file)).isEqualTo(before);
        assertThat(TestPostgres.number(database, ROWS_WITHOUT)).isEqualTo(1_000);
    }

    private void write4(int rows) {
        TestPostgres.execute(
                database,
                "INSERT INTO clicks (id, short_code) SELECT gen_random_uuid(), 'old' FROM generate_series(1, " + rows
                        + ")");
    }

    private void fill(int from, int to) {
        TestPostgres.execute(
                database,
                "INSERT INTO rules_versions (id, lists, geo_database, code) SELECT n, 'list ' || n, '', '' FROM"
                        + " generate_series(" + from + ", " + to + ") AS n");
    }

    private static List<ClickRow> rows(String lists, int from, int to) {
        RulesVersion version = new RulesVersion(lists, "GeoLite2-City built 2026-01-01T00:00:00Z", "1.0");
        return TestClicks.rows(from, to).stream()
                .map(row -> new ClickRow(row.id(), row.click(), version))
                .toList();
    }

    private WriteResult write(List<ClickRow> rows) {
        return OnContext.await(start(database, rows));
    }

    /** A node of its own: a connection that knows no numbers yet. */
    private static Future<WriteResult> start(DatabaseConfig database, List<ClickRow> rows) {
        Context context = vertx.getOrCreateContext();
        return OnContext.call(context, () -> {
            PgClickWriter writer = new PgClickWriter(vertx, database, Duration.ofSeconds(10), PipelineMetrics.NONE);
            return writer.write(TestClicks.batch(rows)).eventually(writer::close);
        });
    }
}
