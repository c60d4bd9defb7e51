package dev.shortener.analytics.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CountryDatabaseMetricsTest {

    private static final String BUILT = "analytics_geo_database_build_timestamp_seconds";

    private final PrometheusMetrics metrics = new PrometheusMetrics();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void without_a_database_there_is_no_date() {
        assertThat(metrics.scrape())
                .doesNotContain(BUILT)
                .contains("analytics_geo_database_reloads_total{outcome=\"done\"} 0.0")
                .contains("analytics_geo_database_reloads_total{outcome=\"refused\"} 0.0");
    }

    @Test
    void the_date_is_that_of_the_last_database_and_reloads_are_counted() {
        metrics.countryDatabase().inUse(Instant.ofEpochSecond(1_700_000_000));
        metrics.countryDatabase().inUse(Instant.ofEpochSecond(1_800_000_000));
        metrics.countryDatabase().reloaded();
        metrics.countryDatabase().refused();
        metrics.countryDatabase().refused();

        Scrape scrape = Scrape.parse(metrics.scrape());
        assertThat(scrape.sum(BUILT)).isEqualTo(1_800_000_000);
        assertThat(metrics.scrape())
                .contains("analytics_geo_database_reloads_total{outcome=\"done\"} 1.0")
                .contains("analytics_geo_database_reloads_total{outcome=\"refused\"} 2.0");
    }
}
