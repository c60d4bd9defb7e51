package dev.shortener.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shortener.analytics.config.ReadConfig;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Counts that are read are those of the rows, whatever happens meanwhile, and nobody who writes waits for them. */
class ClickCountsIT {

    /** One statement, and so one moment: rows are in one of three places. */
    private static final String ROWS_THAT_ARE_NOT_COUNTED_ONCE =
            """
            SELECT (SELECT count(*) FROM clicks)
                - (SELECT coalesce(sum(clicks), 0) FROM click_counts WHERE span = 'h' AND short_code <> '')
                - (SELECT coalesce(sum(clicks), 0) FROM click_counts_recent WHERE short_code <> '')
                - (SELECT coalesce(sum(sign * cardinality(short_code)), 0) FROM click_changes)
            """;

    private static Vertx vertx;

    private final CountLab lab = new CountLab(vertx);

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        OnContext.await(vertx.close());
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void answers_are_those_of_a_scan_rolled_up_settled_or_both() {
        lab.write(0, 3_000).rollUp();
        lab.answersAreThoseOfAScan();

        lab.settle().write(3_000, 4_000).rollUp();
        lab.answersAreThoseOfAScan();

        lab.settle();
        lab.answersAreThoseOfAScan();
    }

    @Test
    void clicks_that_are_written_again_are_counted_once() {
        lab.write(0, 1_000).write(500, 1_500).write(0, 1_000).rollUp();

        assertThat(OnContext.await(lab.counts.totals(ClickCounts.ALL_LINKS)).clicks())
                .isEqualTo(1_500);
        lab.answersAreThoseOfAScan();
    }

    @Test
    void reenrich_takes_the_counts_along_before_and_after_they_were_rolled_up_and_settled() {
        lab.write(0, 1_000);
        lab.reenrich(0, 400, 1);
        lab.rollUp();
        lab.reenrich(200, 600, 2);
        lab.rollUp().settle();
        lab.reenrich(0, 1_000, 3);
        TestPostgres.execute(lab.database, "DELETE FROM clicks WHERE short_code = 'link1' AND country_code = 'DE'");

        lab.rollUp();
        lab.answersAreThoseOfAScan();
        lab.settle();
        lab.answersAreThoseOfAScan();
    }

    @Test
    void control_without_the_trigger_the_counts_stay_behind_reenrich() {
        lab.write(0, 500);
        TestPostgres.execute(lab.database, "DROP TRIGGER note_changed_clicks ON clicks");
        lab.reenrich(0, 500, 1);
        lab.rollUp();

        assertThatThrownBy(lab::answersAreThoseOfAScan).isInstanceOf(AssertionError.class);

        assertThat(new CountsRebuild(lab.database).run()).isEqualTo(500);
        lab.answersAreThoseOfAScan();
    }

    @Test
    void a_click_that_is_committed_late_is_counted_then() throws SQLException {
        try (Connection late = TestPostgres.connect(lab.database);
                Statement statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute("INSERT INTO clicks (id, short_code) VALUES (gen_random_uuid(), 'late')");
            lab.write(0, 100).rollUp().settle();
            late.commit();
        }
        assertThat(OnContext.await(lab.counts.totals("late"))).isEqualTo(ClickTotals.NONE);

        lab.rollUp();
        assertThat(OnContext.await(lab.counts.totals("late")).clicks()).isEqualTo(1);
    }

    @Test
    void whoever_writes_does_not_wait_for_a_rebuild_that_is_under_way_and_is_counted_afterwards() throws SQLException {
        lab.write(0, 500);
        try (Connection rebuild = TestPostgres.connect(lab.database);
                Statement statement = rebuild.createStatement()) {
            rebuild.setAutoCommit(false);
            statement.execute("SELECT rebuild_click_counts()");
            lab.write(500, 900);
            lab.rollUp(); // has nothing to do, as the other is at it
            assertThat(OnContext.await(lab.counts.totals(ClickCounts.ALL_LINKS)))
                    .isEqualTo(ClickTotals.NONE);
            rebuild.commit();
        }
        assertThat(OnContext.await(lab.counts.totals(ClickCounts.ALL_LINKS)).clicks())
                .isEqualTo(500);
        lab.rollUp();
        lab.answersAreThoseOfAScan();
    }

    @Test
    void under_load_reenrich_rebuilds_and_killed_connections_every_row_is_counted_once() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        List<Future<?>> writers = new ArrayList<>();
        for (int writer = 0; writer < 3; writer++) {
            int first = writer * 2_000;
            writers.add(threads.submit(() -> write(first, first + 2_000)));
        }
        List<Future<?>> others = List.of(
                threads.submit(() -> repeat(done, "SELECT roll_up_clicks(3)")),
                threads.submit(() -> repeat(done, "SELECT settle_click_counts(2)")),
                threads.submit(() -> disturb(done)));
        int moments = 0;
        while (!writers.stream().allMatch(Future::isDone) || moments < 20) {
            assertThat(TestPostgres.number(lab.database, ROWS_THAT_ARE_NOT_COUNTED_ONCE))
                    .isZero();
            moments++;
        }
        for (Future<?> writer : writers) {
            writer.get(30, TimeUnit.SECONDS);
        }
        done.set(true);
        for (Future<?> other : others) {
            other.get(30, TimeUnit.SECONDS);
        }
        threads.shutdown();

        assertThat(TestPostgres.number(lab.database, "SELECT count(*) FROM clicks"))
                .isEqualTo(6_000);
        lab.rollUp().settle();
        lab.answersAreThoseOfAScan();
    }

    @Test
    void emptying_the_table_empties_the_counts() {
        lab.write(0, 300).rollUp().settle().write(300, 600);
        TestPostgres.execute(lab.database, "TRUNCATE clicks");

        lab.rollUp();
        assertThat(OnContext.await(lab.counts.totals(ClickCounts.ALL_LINKS))).isEqualTo(ClickTotals.NONE);
        assertThat(OnContext.await(lab.counts.topLinks(CountWindow.ALL, 5)).values())
                .isEmpty();
    }

    /** Five links have 10 clicks on each of five days, other ones each day; one has 9 on all of them, and is at the head of none. */
    @Test
    void a_link_that_is_first_on_no_day_and_first_of_all_is_found() {
        TestPostgres.execute(
                lab.database,
                """
                INSERT INTO clicks (id, short_code, clicked_at)
                SELECT gen_random_uuid(), CASE WHEN link = 5 THEN 'steady' ELSE 'd' || day || 'l' || link END,
                       TIMESTAMPTZ '2026-02-01 UTC' + day * INTERVAL '1 day'
                FROM generate_series(0, 4) AS day, generate_series(0, 5) AS link, generate_series(1, 10) AS click
                WHERE link < 5 OR click < 10
                """);
        lab.rollUp().settle();
        CountWindow days =
                new CountWindow(Instant.parse("2026-02-01T00:00:00Z"), Instant.parse("2026-02-06T00:00:00Z"));

        assertThat(OnContext.await(lab.counts.topLinks(days, 1)).values())
                .containsExactly(new CountedValues.Value("steady", 45));

        // The control: the heads alone would have missed it, and know that they prove nothing.
        RowSet<Row> heads = OnContext.await(lab.counts.topOfHeads(days, 1));
        assertThat(heads.iterator().next().getString("value")).isEqualTo("d0l0");
        assertThat(ClickCounts.isProven(heads)).isFalse();
    }

    @Test
    void where_some_links_have_nearly_all_clicks_the_heads_prove_it() {
        lab.write(0, 3_000).rollUp().settle().write(3_000, 3_200).rollUp();
        CountWindow window =
                new CountWindow(Instant.parse("2026-02-01T05:00:00Z"), Instant.parse("2026-03-03T17:00:00Z"));

        RowSet<Row> heads = OnContext.await(lab.counts.topOfHeads(window, 4));

        assertThat(ClickCounts.isProven(heads)).isTrue();
        assertThat(CountQueries.TOP_LINKS_OF_HEADS.length())
                .as("longer ones are not cached by the client")
                .isLessThan(2_048);
        lab.answersAreThoseOfAScan();
    }

    @Test
    void many_rows_of_one_statement_are_noted_in_parts() {
        TestPostgres.execute(
                lab.database,
                "INSERT INTO clicks (id, short_code) SELECT gen_random_uuid(), 'many' FROM generate_series(1, 25000)");

        assertThat(TestPostgres.number(lab.database, "SELECT max(cardinality(short_code)) FROM click_changes"))
                .isEqualTo(10_000);
        lab.rollUp();
        assertThat(OnContext.await(lab.counts.totals("many")).clicks()).isEqualTo(25_000);
    }

    @Test
    void connections_that_read_cannot_write_and_are_ended_by_the_server_after_a_while() {
        ClickCounts hasty = new ClickCounts(vertx, new ReadConfig(lab.database, 1, Duration.ofSeconds(2)));
        OnContext.await(hasty.totals("any"));
        assertThat(TestPostgres.query(
                        lab.database,
                        "SELECT application_name FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND application_name LIKE '%read'"))
                .isNotEmpty();
        try (Connection blocking = TestPostgres.connect(lab.database);
                Statement statement = blocking.createStatement()) {
            blocking.setAutoCommit(false);
            statement.execute("LOCK TABLE click_totals IN ACCESS EXCLUSIVE MODE");
            assertThat(OnContext.awaitFailure(hasty.totals("any"))).hasMessageContaining("statement timeout");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        assertThat(OnContext.await(hasty.totals("any"))).as("afterwards").isEqualTo(ClickTotals.NONE);
        OnContext.await(hasty.close());
    }

    /** Batch after batch, each until it is there: its connection may be killed at any time. */
    private void write(int from, int to) {
        for (int first = from; first < to; first += 250) {
            boolean written = false;
            while (!written) {
                try {
                    lab.write(first, first + 250);
                    written = true;
                } catch (IllegalStateException killed) {
                    written = false;
                }
            }
        }
    }

    private void repeat(AtomicBoolean done, String sql) {
        while (!done.get()) {
            TestPostgres.query(lab.database, sql);
        }
    }

    private void disturb(AtomicBoolean done) {
        for (long seed = 1; !done.get(); seed++) {
            try {
                lab.reenrich((int) (seed * 377 % 5_500), (int) (seed * 377 % 5_500) + 500, seed);
            } catch (IllegalStateException killed) {
                assertThat(killed).hasCauseInstanceOf(Throwable.class);
            }
            if (seed % 3 == 0) {
                TestPostgres.disconnect(lab.database);
            }
            if (seed % 5 == 0) {
                TestPostgres.query(lab.database, "SELECT rebuild_click_counts()");
            }
        }
    }
}
