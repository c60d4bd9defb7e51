package dev.shortener.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From the statement that writes a batch to the number that is read, on a real server. */
class VisitorsIT {

    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    private static final long NOT_KNOWN = -1;

    private static Vertx vertx;

    private final VisitorLab lab = new VisitorLab(vertx).countingSince(LONG_AGO);
    private final VisitorChanges known = new VisitorChanges();
    private final LocalDate today = lab.today();

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
    void a_few_visitors_are_told_exactly_for_each_link_and_for_all() {
        lab.write(known, "abc", today, 0, 7).write(known, "abd", today, 0, 3).rollUp();

        assertThat(ofToday("abc")).isEqualTo(7);
        assertThat(ofToday("abd")).isEqualTo(3);
        assertThat(ofToday(ClickCounts.ALL_LINKS)).as("the same people").isEqualTo(7);
        assertThat(ofToday("none")).isZero();
    }

    @Test
    void many_visitors_are_off_by_2_percent_at_most_and_days_can_be_merged() {
        lab.write(known, "abc", today, 0, 3_000).rollUp();
        assertThat(kept("marks IS NOT NULL")).as("few as a list").isEqualTo(2);
        lab.write(known, "abc", today, 3_000, 30_000).rollUp();
        lab.write(known, "abc", today.minusDays(1), 0, 20_000).rollUp();

        assertThat(kept("octet_length(registers) = 32768")).isEqualTo(4);
        assertThat((double) ofToday("abc")).isCloseTo(30_000, within(600.0));
        assertThat((double) lab.within("abc", today.minusDays(1), today)).isCloseTo(20_000, within(400.0));
        assertThat((double) lab.within("abc", today.minusDays(1), today.plusDays(1)))
                .isCloseTo(50_000, within(1_000.0));
    }

    /** As it happens where the answer to a write is lost, and on the node that takes over. */
    @Test
    void what_is_written_again_by_the_same_or_another_process_changes_nothing() {
        lab.write(known, "abc", today, 0, 10).rollUp();
        String sketch = sketches();

        lab.write(known, "abc", today, 0, 10);
        assertThat(changes()).as("what is known to be there is not written").isZero();
        lab.write(new VisitorChanges(), "abc", today, 0, 10);
        assertThat(changes()).as("who does not know writes it").isOne();
        lab.rollUp();

        assertThat(sketches()).isEqualTo(sketch);
    }

    @Test
    void a_batch_that_is_not_written_adds_nothing_and_is_not_taken_for_known() {
        TestPostgres.execute(lab.database, "ALTER TABLE clicks ADD CONSTRAINT never CHECK (short_code <> 'abc')");
        WriteResult refused = write(known, VisitorLab.clicks("abc", today, 0, 3));
        lab.rollUp();
        assertThat(refused.refused()).hasSize(3);
        assertThat(ofToday("abc")).isZero();

        TestPostgres.execute(lab.database, "ALTER TABLE clicks DROP CONSTRAINT never");
        lab.write(known, "abc", today, 0, 3).rollUp();

        assertThat(ofToday("abc")).isEqualTo(3);
    }

    /** The control: taken for known too early, they are lost. */
    @Test
    void control_what_is_taken_for_known_before_it_is_durable_is_lost() {
        VisitorChanges.of(known, VisitorLab.clicks("abc", today, 0, 3)).written();
        lab.write(known, "abc", today, 0, 3).rollUp();

        assertThat(ofToday("abc")).isZero();
    }

    @Test
    void nobody_waits_for_a_sketch_that_is_being_changed() throws SQLException {
        lab.write(known, "abc", today, 0, 1).rollUp();
        try (Connection other = TestPostgres.connect(lab.database);
                Connection control = TestPostgres.connect(lab.database)) {
            other.setAutoCommit(false);
            execute(other, "UPDATE click_visitors SET is_folded = is_folded");
            lab.write(known, "abc", today, 1, 100);

            execute(control, "SET lock_timeout = '100ms'");
            assertThatThrownBy(() -> execute(control, "UPDATE click_visitors SET is_folded = is_folded"))
                    .as("the control: who changed the sketch itself would wait")
                    .hasMessageContaining("lock timeout");
            other.rollback();
        }
        lab.rollUp();

        assertThat(ofToday("abc")).isEqualTo(100);
    }

    /** Off means that not even the tables are needed. */
    @Test
    void where_visitors_are_not_counted_nothing_is_asked_of_their_tables() {
        new Migrations(lab.database).migrateDownTo(8);

        assertThat(write(null, VisitorLab.clicks("abc", today, 0, 3)).stored()).isEqualTo(3);
        assertThatThrownBy(() -> write(known, VisitorLab.clicks("abc", today, 3, 6)))
                .as("the control")
                .hasStackTraceContaining("click_visitor_changes");
    }

    @Test
    void days_that_are_over_are_read_from_their_month_and_what_comes_even_later_is_added() {
        LocalDate month = today.minusMonths(2).withDayOfMonth(1);
        for (int day = 0; day < 5; day++) {
            lab.write(known, "abc", month.plusDays(day), 0, 10 + day);
        }
        lab.rollUp();
        assertThat(TestPostgres.number(
                        lab.database, "SELECT count(*) FROM click_visitors WHERE NOT is_folded AND span = 'd'"))
                .isZero();
        assertThat(lab.within("abc", month, month.plusMonths(1))).isEqualTo(60);
        assertThat(lab.within("abc", month.plusDays(1), month.plusMonths(1)))
                .as("not a whole month")
                .isEqualTo(50);

        lab.write(known, "abc", month, 10, 15).rollUp();

        assertThat(lab.within("abc", month, month.plusMonths(1))).isEqualTo(65);
        assertThat(lab.within("abc", month, month.plusDays(1))).isEqualTo(15);
    }

    @Test
    void a_month_that_is_not_over_is_read_whole_too() {
        LocalDate month = today.withDayOfMonth(1);
        lab.write(known, "abc", month, 0, 10).write(known, "abc", today, 10, 25).rollUp();

        assertThat(lab.within("abc", month, month.plusMonths(1))).isEqualTo(25);
    }

    @Test
    void what_was_before_they_were_counted_is_not_known_and_not_0() {
        lab.countingSince(today.minusDays(1).atTime(6, 0).toInstant(ZoneOffset.UTC));
        lab.write(known, "abc", today, 0, 5).rollUp();

        assertThat(lab.within("abc", today.minusDays(1), today.plusDays(1)))
                .as("half a day is missing")
                .isEqualTo(NOT_KNOWN);
        assertThat(ofToday("abc")).isEqualTo(5);
        assertThat(OnContext.await(lab.visitors.byDay(
                        "abc", VisitorLab.window(today.minusDays(3), today.plusDays(3)), Instant.now())))
                .as("nor what is to come")
                .containsOnlyKeys(today.atStartOfDay(ZoneOffset.UTC).toInstant());
        assertThat(OnContext.await(lab.visitors.since("abc")))
                .hasValueSatisfying(since -> assertThat(since.visitors()).isEqualTo(5));
    }

    @Test
    void where_one_node_does_not_count_them_nothing_is_known() {
        lab.write(known, "abc", today, 0, 5).rollUp();
        TestPostgres.query(lab.database, "SELECT roll_up_click_visitors(false, 1000)");

        assertThat(ofToday("abc")).isEqualTo(NOT_KNOWN);
        assertThat(OnContext.await(lab.visitors.since("abc"))).isEmpty();

        lab.rollUp();
        assertThat(OnContext.await(lab.visitors.since())).hasValueSatisfying(since -> assertThat(since)
                .isAfter(Instant.now().minusSeconds(60)));
    }

    /** Clicks may have come later than their salt lives. */
    @Test
    void after_a_day_without_anybody_at_work_counting_begins_anew() {
        TestPostgres.execute(lab.database, "UPDATE click_visitor_progress SET seen_at = now() - interval '23 hours'");
        lab.rollUp();
        assertThat(OnContext.await(lab.visitors.since())).hasValue(LONG_AGO);

        TestPostgres.execute(lab.database, "UPDATE click_visitor_progress SET seen_at = now() - interval '25 hours'");
        lab.rollUp();
        assertThat(OnContext.await(lab.visitors.since()).orElseThrow()).isAfter(LONG_AGO);
    }

    @Test
    void one_roll_up_at_a_time_moves_what_there_is() throws SQLException {
        lab.write(known, "abc", today, 0, 5);
        try (Connection other = TestPostgres.connect(lab.database)) {
            other.setAutoCommit(false);
            execute(other, "SELECT roll_up_click_visitors(true, 1000)");

            assertThat(OnContext.await(rollUp())).as("another one is at it").isZero();
            other.rollback();
        }

        assertThat(OnContext.await(rollUp())).isEqualTo(1);
        assertThat(changes()).isZero();
        assertThat(ofToday("abc")).isEqualTo(5);
    }

    @Test
    void the_statements_that_write_them_are_kept_prepared() {
        assertThat(List.of(ClickInsert.INSERT_NEW_WITH_VISITORS, ClickInsert.INSERT_UNLESS_PRESENT_WITH_VISITORS))
                .allSatisfy(sql -> assertThat(sql).hasSizeLessThan(2_048).contains("$25::int4[]"));
    }

    private Future<Long> rollUp() {
        Context context = vertx.getOrCreateContext();
        return OnContext.call(context, () -> {
            StandingSession session = new StandingSession(vertx, lab.database, Duration.ofSeconds(10), failure -> {});
            return session.get()
                    .compose(open -> VisitorsRollUp.rollUp(open, true, 1_000))
                    .eventually(session::close);
        });
    }

    private WriteResult write(VisitorChanges changes, List<ClickRow> rows) {
        Context context = vertx.getOrCreateContext();
        return OnContext.await(OnContext.call(context, () -> {
            PgClickWriter writer = lab.writer(changes);
            return writer.write(TestClicks.batch(0, List.copyOf(rows))).eventually(writer::close);
        }));
    }

    private long ofToday(String code) {
        return lab.within(code, today, today.plusDays(1));
    }

    private long kept(String how) {
        return TestPostgres.number(lab.database, "SELECT count(*) FROM click_visitors WHERE " + how);
    }

    private long changes() {
        return TestPostgres.number(lab.database, "SELECT count(*) FROM click_visitor_changes");
    }

    private String sketches() {
        return TestPostgres.query(lab.database, "SELECT * FROM click_visitors ORDER BY 1, 2, 3")
                .toString();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
