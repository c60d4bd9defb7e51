package dev.shortener.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.event.DeviceType;
import dev.shortener.analytics.event.EnrichedClick;
import dev.shortener.analytics.event.Reason;
import dev.shortener.analytics.event.TrafficChannel;
import dev.shortener.analytics.store.WriteResult.RefusedRow;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ClickWriter} keeps, the fake as well as the real one. */
abstract class ClickWriterContract {

    static Vertx vertx;

    Context context;
    ClickWriter writer;

    /** A new writer, confined to the current context, into an empty table. */
    abstract ClickWriter createWriter();

    /** What is in the table now, in any order. */
    abstract List<ClickRow> stored();

    /** Writes fail from now on, for a reason that may pass. */
    abstract void breakWorld();

    abstract void mendWorld();

    /** Writes fail from now on, for a reason that only a person can mend. */
    abstract void makeUnusable();

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        OnContext.await(vertx.close());
    }

    @BeforeEach
    void openWriter() {
        context = vertx.getOrCreateContext();
        writer = OnContext.await(OnContext.call(context, () -> Future.succeededFuture(createWriter())));
    }

    @AfterEach
    void closeWriter() {
        OnContext.await(close());
    }

    Future<WriteResult> write(List<ClickRow> rows) {
        return OnContext.call(context, () -> writer.write(TestClicks.batch(rows)));
    }

    Future<Void> close() {
        return OnContext.call(context, writer::close);
    }

    @Test
    void every_column_is_stored_as_it_was_given() {
        ClickRow full = new ClickRow(
                UUID.fromString("01930000-0000-8000-8000-0000000000ff"),
                new EnrichedClick(
                        "aB3-_xyz",
                        Instant.parse("2099-12-31T23:59:59Z"),
                        "JP",
                        DeviceType.TV,
                        "検索.example",
                        TrafficChannel.AI,
                        "Firefox",
                        "Tizen",
                        "Île-de-France",
                        "São Paulo 😀"));
        ClickRow sparse = new ClickRow(
                UUID.fromString("01930000-0000-8000-8000-0000000000fe"),
                new EnrichedClick(
                        "a",
                        Instant.parse("2000-01-01T00:00:00Z"),
                        "",
                        DeviceType.UNKNOWN,
                        "direct",
                        TrafficChannel.DIRECT,
                        "",
                        "",
                        null,
                        null));

        WriteResult result = OnContext.await(write(List.of(full, sparse)));

        assertThat(result).isEqualTo(new WriteResult(2, 0, List.of()));
        assertThat(stored()).containsExactlyInAnyOrder(full, sparse);
    }

    @Test
    void rows_written_again_are_duplicates_and_change_nothing() {
        OnContext.await(write(TestClicks.rows(0, 10)));
        List<ClickRow> overlapping = new ArrayList<>(TestClicks.rows(5, 15));
        overlapping.set(0, TestClicks.withSource(5, "changed"));

        WriteResult result = OnContext.await(write(overlapping));

        assertThat(result).isEqualTo(new WriteResult(5, 5, List.of()));
        assertThat(stored()).containsExactlyInAnyOrderElementsOf(TestClicks.rows(0, 15));
    }

    @Test
    void a_row_that_is_twice_in_one_batch_is_stored_once() {
        List<ClickRow> rows = List.of(TestClicks.row(1), TestClicks.row(2), TestClicks.row(1), TestClicks.row(1));

        WriteResult result = OnContext.await(write(rows));

        assertThat(result).isEqualTo(new WriteResult(2, 2, List.of()));
        assertThat(stored()).containsExactlyInAnyOrder(TestClicks.row(1), TestClicks.row(2));
    }

    @Test
    void a_batch_may_have_5000_rows() {
        WriteResult result = OnContext.await(write(TestClicks.rows(0, 5_000)));

        assertThat(result).isEqualTo(new WriteResult(5_000, 0, List.of()));
        assertThat(stored()).hasSize(5_000);
    }

    @Test
    void two_hundred_writes_may_be_under_way_at_once() {
        List<Future<WriteResult>> writes = IntStream.range(0, 200)
                .mapToObj(batch -> write(TestClicks.rows(batch * 20, batch * 20 + 30)))
                .toList();

        OnContext.await(Future.all(writes));

        assertThat(writes.stream().mapToInt(write -> write.result().stored()).sum())
                .isEqualTo(199 * 20 + 30);
        assertThat(writes.stream().mapToInt(write -> write.result().duplicate()).sum())
                .isEqualTo(199 * 10);
        assertThat(stored()).containsExactlyInAnyOrderElementsOf(TestClicks.rows(0, 199 * 20 + 30));
    }

    @Test
    void a_row_that_is_too_long_is_refused_and_its_neighbours_are_stored() {
        OnContext.await(write(TestClicks.rows(0, 3)));
        List<ClickRow> rows = new ArrayList<>(TestClicks.rows(0, 100));
        rows.set(41, TestClicks.tooLong(41));
        rows.set(99, TestClicks.withSource(99, "nul\0nul"));

        WriteResult result = OnContext.await(write(rows));

        assertThat(result.stored()).isEqualTo(95);
        assertThat(result.duplicate()).isEqualTo(3);
        assertThat(result.refused()).extracting(RefusedRow::index).containsExactly(41, 99);
        assertThat(result.refused())
                .extracting(refused -> refused.rejection().reason())
                .containsOnly(Reason.REFUSED_BY_DATABASE);
        assertThat(result.refused())
                .extracting(refused -> refused.rejection().message())
                .allMatch(message -> message.contains("SQLSTATE 22") && !message.contains("xxx"));
        assertThat(stored()).hasSize(98).doesNotContain(rows.get(41), rows.get(99));
    }

    @Test
    void a_refused_row_is_named_by_its_place_among_all_records_of_the_batch() {
        ClickBatch batch = TestClicks.batch(
                7, Arrays.asList(null, TestClicks.row(1), null, TestClicks.tooLong(2), TestClicks.row(3), null));

        WriteResult result = OnContext.await(OnContext.call(context, () -> writer.write(batch)));

        assertThat(result.stored()).isEqualTo(2);
        assertThat(result.duplicate()).isZero();
        assertThat(result.refused()).extracting(RefusedRow::index).containsExactly(3);
        assertThat(stored()).containsExactlyInAnyOrder(TestClicks.row(1), TestClicks.row(3));
    }

    @Test
    void a_batch_without_a_click_stores_nothing_and_is_written() {
        ClickBatch batch = TestClicks.batch(0, Arrays.asList(null, null));

        assertThat(OnContext.await(OnContext.call(context, () -> writer.write(batch))))
                .isEqualTo(new WriteResult(0, 0, List.of()));
    }

    @Test
    void a_batch_of_nothing_but_refused_rows_stores_nothing() {
        List<ClickRow> rows =
                IntStream.range(0, 64).mapToObj(TestClicks::tooLong).toList();

        WriteResult result = OnContext.await(write(rows));

        assertThat(result.stored() + result.duplicate()).isZero();
        assertThat(result.refused())
                .extracting(RefusedRow::index)
                .containsExactlyElementsOf(IntStream.range(0, 64).boxed().toList());
        assertThat(stored()).isEmpty();
    }

    @Test
    void a_refused_batch_leaves_the_writes_beside_it_alone() {
        List<Future<WriteResult>> writes = IntStream.range(0, 40)
                .mapToObj(batch -> write(
                        batch % 2 == 0
                                ? TestClicks.rows(batch * 10, batch * 10 + 10)
                                : Collections.nCopies(10, TestClicks.tooLong(batch * 10))))
                .toList();

        OnContext.await(Future.all(writes));

        for (int batch = 0; batch < 40; batch++) {
            assertThat(writes.get(batch).result().stored()).isEqualTo(batch % 2 == 0 ? 10 : 0);
        }
        assertThat(stored()).hasSize(200);
    }

    @Test
    void a_broken_world_fails_the_write_and_writing_again_stores_every_row_once() {
        OnContext.await(write(TestClicks.rows(0, 5)));
        breakWorld();

        Throwable failure = OnContext.awaitFailure(write(TestClicks.rows(0, 10)));
        mendWorld();
        WriteResult again = OnContext.await(write(TestClicks.rows(0, 10)));

        assertThat(failure).isNotInstanceOf(UnusableDatabaseException.class);
        assertThat(again).isEqualTo(new WriteResult(5, 5, List.of()));
        assertThat(stored()).containsExactlyInAnyOrderElementsOf(TestClicks.rows(0, 10));
    }

    @Test
    void what_only_a_person_can_mend_is_told_apart() {
        makeUnusable();

        assertThat(OnContext.awaitFailure(write(TestClicks.rows(0, 1)))).isInstanceOf(UnusableDatabaseException.class);
    }

    @Test
    void closing_waits_for_what_is_under_way() {
        List<Future<WriteResult>> writes = IntStream.range(0, 20)
                .mapToObj(batch -> write(TestClicks.rows(batch * 100, batch * 100 + 100)))
                .toList();

        OnContext.await(close());

        assertThat(writes).allMatch(Future::succeeded);
        assertThat(stored()).hasSize(2_000);
    }

    @Test
    void a_closed_writer_fails_every_write() {
        OnContext.await(close());

        assertThat(OnContext.awaitFailure(write(TestClicks.rows(0, 1)))).isInstanceOf(IllegalStateException.class);
        assertThat(stored()).isEmpty();
    }
}
