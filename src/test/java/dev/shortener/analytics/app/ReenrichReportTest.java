package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.event.RulesVersion;
import dev.shortener.analytics.store.UpdateResult.Change;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is counted, how much of it is kept, and how it is shown. */
class ReenrichReportTest {

    private final ChangeTally tally = new ChangeTally();

    @Test
    void the_most_frequent_changes_of_each_column_are_told_and_the_others_added_up() {
        add("os", "", "Android", 3);
        add("os", "Linux", "Android", 5);
        add("os", "", "Android", 4);
        add("os", "Linux", "iOS", 1);
        add("city", null, "Oslo", 2);

        assertThat(tally.columns(2))
                .containsExactly(
                        new ChangeTally.ColumnTally("city", 2, List.of(new Change("city", null, "Oslo", 2)), 0),
                        new ChangeTally.ColumnTally(
                                "os",
                                13,
                                List.of(new Change("os", "", "Android", 7), new Change("os", "Linux", "Android", 5)),
                                1));
        assertThat(tally.columns(0)).allMatch(column -> column.otherRows() == column.rows());
    }

    @Test
    void a_column_of_any_number_of_values_is_counted_in_bounded_memory() {
        for (int host = 0; host < 3 * ChangeTally.MAX_PAIRS; host++) {
            add("traffic_source", host + ".example", "other", 1);
        }
        add("traffic_source", "0.example", "other", 1);

        ChangeTally.ColumnTally sources = tally.columns(1).get(0);
        assertThat(sources.rows()).isEqualTo(3L * ChangeTally.MAX_PAIRS + 1);
        assertThat(sources.top()).containsExactly(new Change("traffic_source", "0.example", "other", 2));
        assertThat(tally.columns(Integer.MAX_VALUE).get(0).top()).hasSize(ChangeTally.MAX_PAIRS);
    }

    @Test
    void the_last_ids_are_remembered_and_no_more() {
        RecentIds ids = new RecentIds(3);
        List<UUID> seen = java.util.stream.LongStream.range(0, 9)
                .mapToObj(number -> new UUID(0, number))
                .toList();

        assertThat(seen).allMatch(ids::isFirst);
        assertThat(seen.subList(6, 9)).noneMatch(ids::isFirst);
        assertThat(ids.isFirst(seen.get(0))).isTrue();
    }

    @Test
    void people_get_a_table_that_nothing_in_an_event_can_steer_and_programs_an_object() {
        add("traffic_source", "a\u001b[2J.example", "", 1_234);
        add("city", null, "Oslo", 2);
        add("city", "Bergen", "Oslo", 1);
        ReenrichReport report = new ReenrichReport(
                "clicks",
                ReenrichWindow.of("2026-11-01", "2026-11-08"),
                true,
                true,
                new RulesVersion("agents.tsv=1 devices.tsv=2", "", "1.0"),
                new ReenrichReport.Counts(1_300, 1, 2, 3, 1_290, 4, 1_237, 0),
                tally.columns(1),
                List.of("a note"));
        StringWriter text = new StringWriter();
        ReenrichText.print(report, new PrintWriter(text));

        assertThat(text.toString())
                .isEqualToNormalizingNewlines(
                        """
                        column          from           to                rows
                        city            -              Oslo                 2
                                        others                              1
                        traffic_source  a?[2J.example  (empty)          1,234

                        topic   clicks: 1,300 records read, 1 of them no clicks, 2 of other times, 3 repeated
                        clicks  1,294 from 2026-11-01T00:00:00Z to 2026-11-08T00:00:00Z, 4 of them without a row
                        rows    1,290, of which 1,237 would change
                        note    a note
                        """);
        JsonObject json = ReenrichJson.of(report);
        assertThat(json.getJsonObject("columns").getJsonObject("city").encode())
                .isEqualTo("{\"rows\":3,\"changes\":[{\"from\":null,\"to\":\"Oslo\",\"rows\":2}],\"other_rows\":1}");
        assertThat(json.getLong("rows_changed")).isEqualTo(1_237);
        assertThat(json.getJsonObject("version").getJsonObject("lists").getString("devices.tsv"))
                .isEqualTo("2");
    }

    private void add(String column, @Nullable String from, @Nullable String to, long rows) {
        tally.add(new Change(column, from, to, rows));
    }
}
