package dev.shortener.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.config.DatabaseConfig;
import dev.shortener.analytics.metrics.PipelineMetrics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Up to when the table is complete, by batches that are written in any order, before and after they are merged. */
class CompleteUntilIT {

    /** Row number n is n seconds later. */
    private static final Instant START = TestClicks.row(0).click().clickedAt();

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

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
    void an_empty_ledger_knows_nothing() {
        assertThat(fromTheDatabase().until()).isEmpty();
        assertThat(fromTheDatabase().partitions()).isEmpty();
    }

    @Test
    void it_is_the_earliest_click_of_the_batch_at_the_end_as_clicks_come_a_little_out_of_order() {
        write(0, 0, 10);
        write(10, 10, 20);

        assertThat(fromTheDatabase().until()).hasValue(at(10));
        merge();
        assertThat(fromTheDatabase().until()).hasValue(at(10));
    }

    @Test
    void a_batch_in_flight_below_a_settled_later_one_holds_it_back_until_it_is_written() {
        write(0, 0, 10);
        write(20, 20, 30);
        assertThat(fromTheDatabase().until()).hasValue(at(0));
        merge();
        assertThat(fromTheDatabase().until()).hasValue(at(0));
        assertThat(withKafka(part(0, 10, 30)).until())
                .as("nor does Kafka know of it before it is committed")
                .hasValue(at(0));

        write(10, 10, 20);
        assertThat(fromTheDatabase().until()).hasValue(at(20));
        merge();
        assertThat(fromTheDatabase().until()).hasValue(at(20));
    }

    @Test
    void a_batch_in_flight_at_the_very_beginning_is_seen_by_who_can_ask_kafka() {
        write(10, 10, 20);

        assertThat(withKafka(part(0, 0, 20)).until()).isEmpty();
        assertThat(fromTheDatabase().until())
                .as("the database alone takes its first entry for the beginning")
                .hasValue(at(10));
    }

    @Test
    void late_clicks_at_the_end_take_it_back_and_those_that_follow_forward_again() {
        write(0, 100, 110);
        write(10, 5, 8);
        assertThat(fromTheDatabase().until()).hasValue(at(5));

        write(13, 110, 120);
        assertThat(fromTheDatabase().until()).hasValue(at(110));
    }

    @Test
    void a_batch_without_a_click_says_nothing_of_its_own() {
        write(0, 0, 10);
        writeAll(TestClicks.batch(10, Arrays.asList(null, null)));

        Completeness completeness = fromTheDatabase();

        assertThat(completeness.until()).hasValue(at(0));
        assertThat(completeness.partitions().get(0).coveredBelow()).isEqualTo(12);
    }

    @Test
    void clicks_of_the_future_do_not_take_it_past_the_time_of_writing() {
        TestPostgres.execute(
                database,
                "INSERT INTO click_ledger VALUES ('topic-id', 0, 0, 9, 10, 10, 0, 0, '2099-01-01', '2099-01-01',"
                        + " '2099-01-01', '2026-01-01 00:00:00Z')");

        assertThat(fromTheDatabase().until()).hasValue(NOW);
    }

    @Test
    void an_idle_partition_holds_it_back_unless_kafka_says_that_nothing_has_arrived() {
        write(0, 0, 10);
        TestPostgres.execute(
                database,
                "INSERT INTO click_ledger SELECT topic_id, 1, 0, 9, 10, 10, 0, 0, earliest_click - INTERVAL '1 hour',"
                        + " latest_click, tail_click - INTERVAL '1 hour' FROM click_ledger");
        assertThat(fromTheDatabase().until()).hasValue(at(-3_600));

        assertThat(withKafka(part(0, 5, 10), part(1, 10, 10), part(2, 0, 0)).until())
                .as("caught up in all partitions, whatever the times of their clicks")
                .hasValue(NOW);
        Completeness behind = withKafka(part(0, 5, 11), part(1, 10, 10));
        assertThat(behind.until()).hasValue(at(0));
        assertThat(behind.heldBackBy()).map(Completeness.Partition::number).hasValue(0);
    }

    @Test
    void records_of_a_partition_that_nobody_has_read_leave_it_unknown() {
        write(0, 0, 10);

        assertThat(withKafka(part(0, 10, 10), part(1, 0, 3)).until()).isEmpty();
    }

    @Test
    void a_gap_below_what_is_committed_is_none() {
        write(0, 0, 10);
        write(11, 11, 20);
        write(22, 22, 30);
        write(31, 31, 40);
        assertThat(fromTheDatabase().until()).hasValue(at(0));

        assertThat(withKafka(part(0, 22, 100)).until()).hasValue(at(22));
        assertThat(withKafka(part(0, 31, 100)).until()).hasValue(at(31));
        merge();
        assertThat(withKafka(part(0, 31, 100)).until()).hasValue(at(31));
    }

    @Test
    void a_topic_that_had_the_name_before_does_not_hold_it_back() {
        TestPostgres.execute(
                database,
                "INSERT INTO click_ledger VALUES ('earlier', 0, 0, 9, 10, 10, 0, 0, '2020-01-01', '2020-01-01',"
                        + " '2020-01-01', '2020-01-01'), ('', -1, 0, 0, 1, 1, 0, 0, NULL, NULL, NULL, '2020-01-01')");
        write(0, 0, 10);

        assertThat(fromTheDatabase().until()).hasValue(at(0));
    }

    private void write(long firstOffset, int fromRow, int toRow) {
        writeAll(TestClicks.batch(firstOffset, List.copyOf(TestClicks.rows(fromRow, toRow))));
    }

    private void writeAll(ClickBatch batch) {
        OnContext.await(OnContext.call(context, () -> writer.write(batch)));
    }

    private void merge() {
        TestPostgres.execute(database, "SELECT merge_click_ledger('0')");
    }

    private Completeness fromTheDatabase() {
        return OnContext.await(OnContext.call(context, () -> new CompleteUntil(vertx, database).look()));
    }

    private Completeness withKafka(Watermarks.Partition... partitions) {
        Watermarks known = new Watermarks("topic-id", NOW, List.of(partitions));
        return OnContext.await(OnContext.call(context, () -> new CompleteUntil(vertx, database).look(known)));
    }

    private static Watermarks.Partition part(int number, long settledBelow, long end) {
        return new Watermarks.Partition(number, settledBelow, end);
    }

    private static Instant at(int row) {
        return START.plusSeconds(row);
    }
}
