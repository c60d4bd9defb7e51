package dev.shortener.analytics.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

    private static final Path PAGE = Path.of("docs/METRICS.md");

    @Test
    void the_page_of_metrics_is_what_the_catalogue_says() throws IOException {
        if ("write".equals(System.getProperty("metrics.page"))) {
            Files.writeString(PAGE, MetricsPage.text());
        }

        assertThat(PAGE).content().isEqualTo(MetricsPage.text());
    }
}
