package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.metrics.MetricFamily;
import dev.shortener.analytics.metrics.PipelineMeter;
import dev.shortener.analytics.metrics.Scrape;
import dev.shortener.analytics.metrics.Scrape.Sample;
import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.LiveScrape;
import dev.shortener.analytics.support.PromQl;
import dev.shortener.analytics.support.Servers;
import dev.shortener.analytics.support.ShippedQueries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /metrics} of a service that runs says, against the catalogue; and what every query that ships asks of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Set<String> SERIES_OF_HISTOGRAMS = Set.of("_bucket", "_count", "_sum", "_max");

    private final Lab lab = new Lab().withTopic();
    private final int port = Servers.unusedPort();
    private RunningPipeline pipeline;

    /** Everything happens once that a metric counts and that can be made to happen. */
    @BeforeAll
    void run(@TempDir Path lists) throws IOException {
        Files.writeString(lists.resolve("sources.tsv"), "google.com\tother\tSocial\n");
        lab.execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN IF NEW.short_code = 'refused' THEN RAISE EXCEPTION 'no' USING ERRCODE = '22000';"
                + " END IF; RETURN NEW; END $$");
        lab.execute("CREATE TRIGGER refuse BEFORE INSERT ON clicks FOR EACH ROW EXECUTE FUNCTION refuse()");
        Map<String, String> settings = new HashMap<>(Map.of(
                "DevServer.Enabled", "true",
                "DevServer.Port", Integer.toString(port),
                "GeoIPDbPath", "data/country.mmdb",
                "Enrich.Shadow", lists.toString(),
                "Enrich.ShadowSample", "1"));
        pipeline = RunningPipeline.start(lab.config(settings));
        lab.send(Lab.events(0, 200));
        lab.send(List.of("{", Lab.event("refused", 1_731_000_000)));
        await().atMost(SOON).until(() -> lab.committed() == 202);
        await().atMost(SOON).until(() -> scrape().sum("analytics_partition_lag_records") == 0);
    }

    @AfterAll
    void stop() {
        pipeline.stop();
        lab.close();
    }

    @Test
    void every_metric_that_is_there_is_in_the_catalogue_with_its_labels() {
        assertThat(scrape().samples()).hasSizeGreaterThan(300).allSatisfy(sample -> assertThat(
                        allowedLabels(sample.name()))
                .as(sample.toString())
                .hasValueSatisfying(allowed ->
                        assertThat(allowed).containsAll(sample.labels().keySet())));
    }

    @Test
    void every_metric_of_the_catalogue_is_there() {
        Map<String, Set<String>> live = labelsByName();

        for (PipelineMeter meter : PipelineMeter.values()) {
            String name = meter.prometheusName();
            boolean hasCount = live.containsKey(name + "_count");
            assertThat(live).containsKey(hasCount ? name + "_count" : name);
            assertThat(live.get(hasCount ? name + "_count" : name))
                    .as(name)
                    .containsExactlyInAnyOrderElementsOf(meter.labels());
        }
        for (MetricFamily family : MetricFamily.values()) {
            assertThat(live.keySet()).as(family.prefix()).anyMatch(name -> name.startsWith(family.prefix()));
        }
    }

    @Test
    void types_are_what_the_catalogue_says() {
        String text = LiveScrape.get(port, "/metrics").body();

        assertThat(Arrays.stream(PipelineMeter.values())
                        .map(meter -> "# TYPE " + meter.prometheusName() + " " + meter.prometheusType()))
                .allSatisfy(line -> assertThat(text.lines()).contains(line));
    }

    @Test
    void every_query_of_the_alerts_and_of_the_dashboard_asks_for_what_is_there() {
        Map<String, Set<String>> live = labelsByName();
        Map<String, String> queries = new HashMap<>(ShippedQueries.ofAlerts());
        queries.putAll(ShippedQueries.ofDashboard());

        assertThat(queries).hasSizeGreaterThan(25);
        queries.forEach((name, query) -> {
            Map<String, Set<String>> asked = PromQl.metrics(query);
            assertThat(asked).as(name + ": " + query).isNotEmpty();
            Set<String> labels = new HashSet<>(Set.of("instance", "job"));
            asked.forEach((metric, matched) -> {
                assertThat(metric.equals("up") || live.containsKey(metric))
                        .as(name + " asks for " + metric)
                        .isTrue();
                labels.addAll(live.getOrDefault(metric, Set.of()));
                assertThat(labels).as(name + ", " + metric).containsAll(matched);
            });
            assertThat(labels).as(name + ": " + query).containsAll(PromQl.groups(query));
        });
    }

    /** The control of the test before. */
    @Test
    void a_query_for_what_is_not_there_is_noticed() {
        assertThat(PromQl.metrics("sum by (le) (rate(no_such_thing{wrong=\"x\"}[5m])) > 0 and other_thing == 1"))
                .isEqualTo(Map.of("no_such_thing", Set.of("wrong"), "other_thing", Set.of()));
        assertThat(PromQl.groups("sum by (le, x) (rate(no_such_thing[5m]))")).containsExactlyInAnyOrder("le", "x");
    }

    @Test
    void the_figures_are_those_of_what_was_done() {
        Scrape scrape = scrape();

        assertThat(scrape.sum("analytics_records_consumed_total")).isEqualTo(202);
        assertThat(scrape.sum("analytics_clicks_stored_total")).isEqualTo(200);
        assertThat(scrape.sum("analytics_records_rejected_total")).isEqualTo(2);
        assertThat(scrape.sum("analytics_click_latency_seconds_count")).isEqualTo(200);
        assertThat(scrape.sum("analytics_in_flight_records")).isZero();
        assertThat(scrape.sum("analytics_ready")).isEqualTo(1);
        assertThat(scrape.sum("analytics_cache_requests_total")).isGreaterThanOrEqualTo(200);
        assertThat(scrape.sum("analytics_cache_entries")).isEqualTo(1);
        assertThat(values(scrape, "analytics_partition_lag_seconds", "partition"))
                .containsExactlyInAnyOrder("0", "1", "2", "3");
        assertThat(values(scrape, "analytics_step_duration_seconds_count", "step"))
                .contains("decode", "enrich", "write", "dead_letter", "commit");
    }

    /** A service that stands still, with records that it has read and records that it has not. */
    @Test
    void lag_grows_while_nothing_is_stored_and_is_gone_afterwards() {
        lab.slowDown(1);
        lab.send(Lab.events(1_000, 400));
        await().atMost(SOON).until(() -> scrape().sum("analytics_partition_lag_records") > 0);
        await().atMost(SOON).untilAsserted(() -> assertThat(scrape().samples())
                .filteredOn(sample -> sample.name().equals("analytics_partition_lag_seconds"))
                .anyMatch(sample -> sample.value() > 0.5));

        lab.goOnQuickly();
        await().atMost(SOON).until(() -> scrape().sum("analytics_partition_lag_records") == 0);
        assertThat(scrape().sum("analytics_partition_lag_seconds")).isZero();
        assertThat(lab.count()).isEqualTo(600);
    }

    private Scrape scrape() {
        return Scrape.parse(LiveScrape.get(port, "/metrics").body());
    }

    private static Set<String> values(Scrape scrape, String name, String label) {
        return scrape.samples().stream()
                .filter(sample -> sample.name().equals(name))
                .map(sample -> sample.labels().get(label))
                .collect(Collectors.toSet());
    }

    private Map<String, Set<String>> labelsByName() {
        Map<String, Set<String>> live = new TreeMap<>();
        for (Sample sample : scrape().samples()) {
            live.computeIfAbsent(sample.name(), name -> new TreeSet<>())
                    .addAll(sample.labels().keySet());
        }
        return live;
    }

    /** Empty for a metric that nobody knows of. */
    private static Optional<Set<String>> allowedLabels(String name) {
        for (PipelineMeter meter : PipelineMeter.values()) {
            String base = meter.prometheusName();
            if (name.equals(base)
                    || (name.startsWith(base) && SERIES_OF_HISTOGRAMS.contains(name.substring(base.length())))) {
                Set<String> labels = new HashSet<>(meter.labels());
                labels.add("le");
                return Optional.of(labels);
            }
        }
        return Arrays.stream(MetricFamily.values())
                .filter(family -> name.startsWith(family.prefix()))
                .findFirst()
                .map(MetricFamily::labels);
    }
}
