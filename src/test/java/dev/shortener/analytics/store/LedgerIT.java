package dev.shortener.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.config.DatabaseConfig;
import dev.shortener.analytics.metrics.PipelineMetrics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every record that was written is in the ledger as what became of it, and merging changes no sum. */
class LedgerIT {

    private static final String ENTRIES =
            """
            SELECT partition, first_offset, last_offset, consumed, stored, duplicate, rejected
            FROM click_ledger ORDER BY topic_id, partition, first_offset, last_offset, stored DESC
            """;

    private static final String SUMS =
            "SELECT sum(consumed), sum(stored), sum(duplicate), sum(rejected), min(earliest_click), max(latest_click),"
                    + " min(first_offset), max(last_offset) FROM click_ledger";

    private static Vertx vertx;

    private final DatabaseConfig database = TestPostgres.shared().migratedDatabase();
    private final Context context = vertx.getOrCreateContext();
    private final ClickWriter writer = OnContext.await(OnContext.call(
            context,
            () -> Future.succeededFuture(
                    new PgClickWriter(vertx, database, Duration.ofSeconds(20), PipelineMetrics.NONE))));

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
        OnContext.await(OnContext.call(context, writer::close));
    }

    @Test
    void a_batch_is_entered_with_what_became_of_its_records() {
        write(TestClicks.batch(100, Arrays.asList(TestClicks.row(0), null, TestClicks.row(2))));

        assertThat(entries()).containsExactly("0 100..102 consumed=3 stored=2 duplicate=0 rejected=1");
        assertThat(TestPostgres.query(
                        database,
                        "SELECT topic_id, extract(epoch FROM latest_click - earliest_click)::int, tail_click = earliest_click"
                                + " FROM click_ledger"))
                .containsExactly(List.of("topic-id", "2", "t"));
        assertThat(rejections()).containsExactly("0 101");
    }

    @Test
    void a_batch_of_rejected_records_only_is_entered_too() {
        write(TestClicks.batch(5, Arrays.asList(null, null)));

        assertThat(entries()).containsExactly("0 5..6 consumed=2 stored=0 duplicate=0 rejected=2");
        assertThat(TestPostgres.number(database, "SELECT count(*) FROM click_ledger WHERE earliest_click IS NULL"))
                .isEqualTo(1);
    }

    @Test
    void a_batch_that_comes_again_is_all_duplicates_also_in_another_cut() {
        write(TestClicks.batch(0, Arrays.asList(TestClicks.row(0), null, TestClicks.row(2))));
        write(TestClicks.batch(0, Arrays.asList(TestClicks.row(0), null, TestClicks.row(2))));
        write(TestClicks.batch(1, Arrays.asList(null, TestClicks.row(2), null, TestClicks.row(4))));

        assertThat(entries())
                .containsExactly(
                        "0 0..2 consumed=3 stored=2 duplicate=0 rejected=1",
                        "0 0..2 consumed=3 stored=0 duplicate=3 rejected=0",
                        "0 1..4 consumed=4 stored=1 duplicate=2 rejected=1");
        assertThat(rejections()).containsExactly("0 1", "0 3");
    }

    @Test
    void a_record_that_the_database_refuses_is_entered_once_however_often_its_batch_was_halved() {
        List<ClickRow> rows = new ArrayList<>(TestClicks.rows(0, 100));
        rows.set(41, TestClicks.tooLong(41));
        rows.set(7, null);
        write(TestClicks.batch(0, rows));
        write(TestClicks.batch(0, rows));

        assertThat(TestPostgres.query(database, SUMS).get(0).subList(0, 4)).containsExactly("200", "98", "100", "2");
        assertThat(rejections()).containsExactly("0 7", "0 41");
        merge();
        assertThat(entries())
                .as("without a gap")
                .containsExactly("0 0..99 consumed=200 stored=98 duplicate=100 rejected=2");
    }

    @Test
    void an_entry_answers_for_the_gaps_inside_its_batch_however_it_is_cut() {
        ClickBatch compacted = new ClickBatch(
                "topic-id",
                0,
                0,
                90,
                List.of(
                        TestClicks.batch(0, List.of(TestClicks.row(0)))
                                .records()
                                .get(0),
                        TestClicks.batch(50, List.of(TestClicks.tooLong(50)))
                                .records()
                                .get(0),
                        TestClicks.batch(90, List.of(TestClicks.row(90)))
                                .records()
                                .get(0)));
        write(compacted);
        merge();

        assertThat(entries()).containsExactly("0 0..90 consumed=3 stored=2 duplicate=0 rejected=1");
    }

    @Test
    void nothing_is_entered_of_a_batch_whose_transaction_fails() {
        TestPostgres.execute(database, "ALTER TABLE click_ledger ADD CONSTRAINT none CHECK (consumed < 3)");

        Throwable failure = OnContext.awaitFailure(
                OnContext.call(context, () -> writer.write(TestClicks.batch(0, Arrays.asList(null, null, null)))));

        assertThat(failure).isNotNull();
        assertThat(entries()).isEmpty();
        assertThat(rejections()).isEmpty();
    }

    @Test
    void merging_joins_what_touches_or_overlaps_and_nothing_else_and_changes_no_sum() {
        Random random = new Random(7);
        List<ClickBatch> batches = new ArrayList<>(IntStream.range(0, 60)
                .filter(batch -> batch != 20 && batch != 40)
                .mapToObj(batch -> TestClicks.batch(batch * 5L, TestClicks.rows(batch * 5, batch * 5 + 6)))
                .toList());
        batches.addAll(batches.subList(3, 9));
        Collections.shuffle(batches, random);
        batches.forEach(this::write);
        List<List<String>> before = TestPostgres.query(database, SUMS);

        assertThat(merge()).isEqualTo(batches.size() - 3);

        assertThat(TestPostgres.query(database, SUMS)).isEqualTo(before);
        assertThat(entries())
                .extracting(entry -> entry.substring(0, entry.indexOf(" consumed")))
                .containsExactly("0 0..100", "0 105..200", "0 205..300");
        assertThat(merge()).as("nothing is left to merge").isZero();
    }

    /** A topic with transactions leaves a gap at many a batch: what did not change must not be written again every minute. */
    @Test
    void what_stands_alone_is_not_written_again() {
        write(TestClicks.batch(0, TestClicks.rows(0, 3)));
        write(TestClicks.batch(10, TestClicks.rows(10, 13)));
        write(TestClicks.batch(20, TestClicks.rows(20, 23)));
        write(TestClicks.batch(23, TestClicks.rows(23, 25)));
        String places = "SELECT first_offset, xmin FROM click_ledger WHERE first_offset < 20 ORDER BY 1";
        List<List<String>> before = TestPostgres.query(database, places);

        assertThat(merge()).isEqualTo(1);

        assertThat(TestPostgres.query(database, places)).isEqualTo(before);
        assertThat(entries()).hasSize(3);
    }

    @Test
    void young_entries_are_left_alone() {
        write(TestClicks.batch(TestClicks.rows(0, 3)));
        write(TestClicks.batch(3, TestClicks.rows(3, 5)));

        assertThat(merge(Duration.ofMinutes(1))).isZero();
        assertThat(entries()).hasSize(2);
    }

    @Test
    void of_several_nodes_one_merges_and_neither_the_others_nor_a_writer_waits_for_it() throws SQLException {
        for (int batch = 0; batch < 10; batch++) {
            write(TestClicks.batch(batch * 5L, TestClicks.rows(batch * 5, batch * 5 + 5)));
        }
        try (Connection another = TestPostgres.connect(database);
                Statement statement = another.createStatement()) {
            another.setAutoCommit(false);
            statement.execute("SELECT merge_click_ledger('0')"); // and does not commit yet

            assertThat(merge()).as("somebody is at it").isZero();
            write(TestClicks.batch(50, TestClicks.rows(50, 55)));
            another.commit();
        }
        assertThat(entries()).hasSize(2);
        assertThat(merge()).isEqualTo(1);
        assertThat(entries()).containsExactly("0 0..54 consumed=55 stored=55 duplicate=0 rejected=0");
    }

    @Test
    void rows_from_before_the_ledger_are_told_apart_when_it_is_made() {
        new Migrations(database).migrateDownTo(4);
        TestPostgres.execute(
                database,
                "INSERT INTO clicks (id, short_code) SELECT gen_random_uuid(), 'old' FROM generate_series(1, 10);"
                        + "INSERT INTO clicks (id, short_code) VALUES ('01930000-0000-8000-8000-0000000000ff', 'ours')");

        new Migrations(database).migrate();

        assertThat(entries()).containsExactly("-1 0..0 consumed=1 stored=1 duplicate=0 rejected=0");
    }

    @Test
    void the_statements_are_short_enough_to_be_kept_prepared() {
        assertThat(ClickInsert.INSERT_NEW.length()).isLessThan(2_048);
        assertThat(ClickInsert.INSERT_UNLESS_PRESENT.length()).isLessThan(2_048);
    }

    private void write(ClickBatch batch) {
        OnContext.await(OnContext.call(context, () -> writer.write(batch)));
    }

    private long merge() {
        return merge(Duration.ZERO);
    }

    private long merge(Duration minimumAge) {
        return OnContext.await(OnContext.call(
                context,
                () -> LedgerMerger.merge(new PgConnector(vertx, database, Duration.ofSeconds(20)), minimumAge)));
    }

    private List<String> entries() {
        return TestPostgres.query(database, ENTRIES).stream()
                .map(row -> "%s %s..%s consumed=%s stored=%s duplicate=%s rejected=%s".formatted(row.toArray()))
                .toList();
    }

    private List<String> rejections() {
        return TestPostgres.query(database, "SELECT partition, record_offset FROM click_rejections ORDER BY 1, 2")
                .stream()
                .map(row -> row.get(0) + " " + row.get(1))
                .toList();
    }
}
