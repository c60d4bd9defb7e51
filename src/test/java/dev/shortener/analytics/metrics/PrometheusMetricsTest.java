package dev.shortener.analytics.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shortener.analytics.event.Reason;
import dev.shortener.analytics.metrics.MemberLoad.PartitionLag;
import dev.shortener.analytics.metrics.Scrape.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrometheusMetricsTest {

    private static final Set<String> LABELS = Set.of(
            "reason",
            "outcome",
            "sqlstate_class",
            "step",
            "partition",
            "le", // the pipeline's
            "area",
            "id",
            "pool",
            "state",
            "action",
            "cause",
            "gc"); // the JVM's

    private final PrometheusMetrics metrics = new PrometheusMetrics();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void a_scrape_is_in_the_text_format() {
        everythingHappens("08");

        assertThat(scrape().samples()).hasSizeGreaterThan(30);
    }

    @Test
    void a_reader_of_the_format_notices_what_is_not() {
        assertThatThrownBy(() -> Scrape.parse("metric{label=unquoted} 1\n")).hasMessageContaining("unquoted");
    }

    @Test
    void the_counters_add_up() {
        PipelineMetrics pipeline = metrics.pipeline();
        pipeline.consumed(10, 1_000);
        pipeline.stored(5);
        pipeline.duplicate(3);
        pipeline.rejected(Reason.EMPTY);
        pipeline.rejected(Reason.TOO_DEEP);

        Scrape scrape = scrape();
        assertThat(scrape.sum("analytics_records_consumed_total"))
                .isEqualTo(10)
                .isEqualTo(scrape.sum("analytics_clicks_stored_total")
                        + scrape.sum("analytics_clicks_duplicate_total")
                        + scrape.sum("analytics_records_rejected_total"));
        assertThat(scrape.sum("analytics_records_consumed_size_bytes_total")).isEqualTo(1_000);
        assertThat(metrics.counts())
                .isEqualTo(new PipelineCounts(10, 5, 3, 2))
                .extracting(PipelineCounts::settled)
                .isEqualTo(10L);
    }

    @Test
    void a_counter_is_there_before_anything_has_happened() {
        List<String> names =
                scrape().samples().stream().map(Sample::name).distinct().toList();

        assertThat(names)
                .contains(
                        "analytics_records_consumed_total",
                        "analytics_clicks_stored_total",
                        "analytics_clicks_duplicate_total",
                        "analytics_records_rejected_total",
                        "analytics_batches_retried_total",
                        "analytics_dead_letters_retried_total",
                        "analytics_outcomes_stale_total",
                        "analytics_commits_total");
    }

    @Test
    void every_reason_is_a_series_of_its_own() {
        for (Reason reason : Reason.values()) {
            metrics.pipeline().rejected(reason);
        }

        assertThat(scrape().samples())
                .filteredOn(sample -> sample.name().equals("analytics_records_rejected_total"))
                .allMatch(sample -> sample.value() == 1)
                .extracting(sample -> sample.labels().get("reason"))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Reason.values()).map(Reason::label).toList());
    }

    @Test
    void nothing_that_happens_makes_a_label_without_bound() {
        everythingHappens("08");
        everythingHappens("?0");
        long before = pipelineSeries();

        for (int made = 0; made < 1_000; made++) {
            everythingHappens("made up by a trigger " + made);
        }

        assertThat(pipelineSeries()).isEqualTo(before);
        assertThat(scrape().samples()).allSatisfy(sample -> assertThat(LABELS)
                .containsAll(sample.labels().keySet()));
    }

    @Test
    void a_partition_has_its_series_as_long_as_a_member_of_this_process_owns_it() {
        PipelineMetrics pipeline = metrics.pipeline();
        pipeline.memberHolds(0, new MemberLoad(3, 300, List.of(new PartitionLag(0, 9, 2), new PartitionLag(1, 0, 0))));
        pipeline.memberHolds(1, new MemberLoad(4, 400, List.of(new PartitionLag(0, 10, 3))));
        pipeline.memberHolds(0, MemberLoad.NONE);

        Scrape scrape = scrape();
        assertThat(scrape.samples())
                .filteredOn(sample -> sample.name().equals("analytics_partition_lag_records"))
                .singleElement()
                .isEqualTo(new Sample("analytics_partition_lag_records", Map.of("partition", "0"), 10));
        assertThat(scrape.sum("analytics_partition_lag_seconds")).isEqualTo(3);
        assertThat(scrape.sum("analytics_in_flight_records")).isEqualTo(4);
        assertThat(scrape.sum("analytics_in_flight_bytes")).isEqualTo(400);
    }

    private void everythingHappens(String sqlStateClass) {
        PipelineMetrics pipeline = metrics.pipeline();
        pipeline.consumed(3, 300);
        pipeline.stored(1);
        pipeline.duplicate(1);
        pipeline.rejected(Reason.MALFORMED_JSON);
        pipeline.batchRetried();
        pipeline.statementFailed(sqlStateClass);
        pipeline.deadLetterRetried();
        pipeline.batchSettled(3, 1_000_000);
        pipeline.committed(true);
        pipeline.committed(false);
        pipeline.staleOutcome();
        pipeline.stepTook(Step.WRITE, 1_000_000);
        pipeline.clickStoredAfter(1_000);
        pipeline.memberHolds(0, new MemberLoad(3, 300, List.of(new PartitionLag(7, 3, 0.5))));
    }

    private long pipelineSeries() {
        return scrape().samples().stream()
                .filter(sample -> sample.name().startsWith("analytics_"))
                .count();
    }

    private Scrape scrape() {
        return Scrape.parse(metrics.scrape());
    }
}
