package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.shortener.analytics.enrich.CountryFile;
import dev.shortener.analytics.enrich.CountryLookup;
import dev.shortener.analytics.metrics.PrometheusMetrics;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What log and metrics say of the country database, on a real Vert.x and real files. */
class CountryWatchTest {

    private static final Instant BUILT = Instant.parse("2026-03-01T00:00:00Z");
    private static final Duration INTERVAL = Duration.ofMillis(10);

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final PrometheusMetrics metrics = new PrometheusMetrics();
    private final AtomicReference<Instant> now = new AtomicReference<>(BUILT.plus(Duration.ofDays(10)));
    private final CountryWatch watch = new CountryWatch(vertx, metrics.countryDatabase(), now::get, INTERVAL);
    private final Logger logger = (Logger) LoggerFactory.getLogger(CountryWatch.class);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private Path file;

    @BeforeEach
    void listen() {
        said.list = new CopyOnWriteArrayList<>();
        said.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(said);
        file = folder.resolve("country.mmdb");
    }

    @AfterEach
    void close() throws Exception {
        logger.detachAppender(said);
        logger.setLevel(null);
        watch.stop();
        vertx.close().await();
        metrics.close();
    }

    @Test
    void every_database_is_named_with_its_date_and_an_old_one_is_warned_of_once() throws IOException {
        CountryFile young = CountryFile.shipped().builtAt(BUILT);
        young.writeTo(file);
        CountryLookup countries = watch.open(file);
        watch.start();
        assertThat(lines()).singleElement().asString().contains("INFO country database in use", "age_days=10");
        assertThat(metrics.scrape()).contains("analytics_geo_database_build_timestamp_seconds 1.7723232E9");

        now.set(BUILT.plus(Duration.ofDays(61)));
        await().until(() -> lines().size() == 2);
        assertThat(lines().get(1)).contains("WARN country database is older than 60 days", "age_days=61");

        young.with("US", "CA").builtAt(BUILT.minusSeconds(86_400)).renameTo(file);
        await().until(() -> lines().size() == 4);
        assertThat(countries.locate("8.8.8.8").countryCode()).isEqualTo("CA");
        assertThat(lines().get(2)).contains("INFO country database in use", "built=2026-02-28T00:00:00Z");
        assertThat(lines().get(3)).contains("WARN country database is older", "age_days=62");
        assertThat(metrics.scrape())
                .contains("analytics_geo_database_build_timestamp_seconds 1.7722368E9")
                .contains("reloads_total{outcome=\"done\"} 1.0");
    }

    @Test
    void a_broken_file_is_refused_with_its_reason_in_one_line() throws IOException {
        CountryFile sound = CountryFile.shipped().builtAt(BUILT);
        sound.writeTo(file);
        CountryLookup countries = watch.open(file);
        watch.start();
        sound.cut(5_000).renameTo(file);
        await().until(() -> lines().size() == 2);
        assertThat(lines().get(1))
                .contains(
                        "WARN country database refused", "metadata marker", "in_use=\"country ipvAll built 2026-03-01");
        sound.with("US", "CA").renameTo(file);
        await().until(() -> countries.locate("8.8.8.8").countryCode().equals("CA"));
        await().until(() -> lines().size() == 3);
        assertThat(metrics.scrape())
                .contains("reloads_total{outcome=\"refused\"} 1.0", "reloads_total{outcome=\"done\"} 1.0");
    }

    @Test
    void a_file_that_is_there_only_later_is_used_then() throws IOException {
        CountryLookup countries = watch.open(file);
        watch.start();
        assertThat(lines()).singleElement().asString().contains("WARN", "missing", "until it is there");
        assertThat(countries.locate("8.8.8.8").countryCode()).isEmpty();
        CountryFile.shipped().builtAt(BUILT).renameTo(file);
        await().until(() -> countries.locate("8.8.8.8").countryCode().equals("US"));
    }

    @Test
    void without_a_path_there_is_nothing_to_look_at() throws IOException {
        assertThat(watch.open(null).database()).isEmpty();
        watch.start();
        assertThat(lines()).isEmpty();
    }

    /** The control of the tests before: what is stopped, as what was never started, follows nothing. */
    @Test
    void who_does_not_look_sees_nothing() throws IOException {
        CountryFile sound = CountryFile.shipped().builtAt(BUILT);
        sound.writeTo(file);
        CountryLookup countries = watch.open(file);
        watch.start();
        watch.stop();
        sound.with("US", "CA").renameTo(file);
        await().during(INTERVAL.multipliedBy(20))
                .until(() -> countries.locate("8.8.8.8").countryCode().equals("US"));
    }

    private List<String> lines() {
        return said.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }
}
