package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.enrich.CountryFile;
import dev.shortener.analytics.support.Guarantee;
import dev.shortener.analytics.support.Lab;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The country database is replaced under a running pipeline, on a real broker and a real database. */
class CountryReloadIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int PIECE = 100;

    @TempDir
    private Path folder;

    private final Lab lab = new Lab().withTopic();
    private final AtomicInteger sent = new AtomicInteger();
    private Path file;
    private CountryFile old;
    private CountryFile next;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("country.mmdb");
        old = CountryFile.shipped();
        old.writeTo(file);
        next = old.with("US", "CA").builtAt(Instant.parse("2026-11-01T00:00:00Z"));
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void clicks_follow_each_database_within_ten_seconds_and_none_is_lost_or_without_a_country() throws IOException {
        try (RunningPipeline pipeline = RunningPipeline.start(lab.config(settings()))) {
            sendUntil("US");
            assertThat(inUseAfter(() -> next.writeTo(file), "CA"))
                    .as("overwritten in place")
                    .isLessThan(Duration.ofSeconds(10));
            next.cut(next.length() / 2).renameTo(file);
            sendFor(Duration.ofSeconds(4));
            assertThat(lastCountry()).as("a broken file is refused").isEqualTo("CA");
            assertThat(inUseAfter(() -> old.renameTo(file), "US"))
                    .as("replaced by a rename")
                    .isLessThan(Duration.ofSeconds(10));
            await().atMost(SOON).until(() -> lab.committed() == sent.get());
            assertThat(pipeline.counts().stored()).isEqualTo(sent.get());
        }
        Guarantee.checkAll(lab.codes(0, sent.get()), lab.rowsByCode());
        assertThat(lab.number("SELECT count(*) FROM clicks WHERE country_code NOT IN ('US', 'CA')"))
                .as("clicks whose look-up failed")
                .isZero();
        assertThat(lab.number("SELECT count(*) FROM clicks c LEFT JOIN rules_versions v ON v.id = c.rules_version"
                        + " WHERE country_code IS DISTINCT FROM CASE v.geo_database"
                        + " WHEN 'country ipvAll built 2026-06-17T19:51:40Z' THEN 'US'"
                        + " WHEN 'country ipvAll built 2026-11-01T00:00:00Z' THEN 'CA' END"))
                .as("rows that name another database than the one that made them")
                .isZero();
        assertThat(lab.number("SELECT count(DISTINCT rules_version) FROM clicks"))
                .isEqualTo(2);
    }

    /** The control of the test before: without looks at the file, rows go on as they did. */
    @Test
    void without_looks_rows_go_on_as_they_did() throws Exception {
        Pipeline pipeline = new Pipeline(
                lab.config(settings()), ClusterNode.alone(Vertx.vertx()), InstantSource.system(), Duration.ofHours(1));
        pipeline.start().await();
        try {
            sendUntil("US");
            next.renameTo(file);
            sendFor(Duration.ofSeconds(5));
            assertThat(lastCountry()).isEqualTo("US");
            assertThat(lab.number("SELECT count(DISTINCT rules_version) FROM clicks"))
                    .isEqualTo(1);
        } finally {
            pipeline.stop().await();
        }
    }

    private Map<String, String> settings() {
        return Map.of("GeoIPDbPath", file.toString(), "Consumers", "2", "Processors", "2");
    }

    @FunctionalInterface
    private interface Replacement {
        void run() throws IOException;
    }

    private Duration inUseAfter(Replacement replacement, String country) throws IOException {
        long start = System.nanoTime();
        replacement.run();
        sendUntil(country);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void sendUntil(String country) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(100)).until(() -> {
            sendPiece();
            return lastCountry().equals(country);
        });
    }

    private void sendFor(Duration time) {
        await().atMost(SOON).during(time).pollInterval(Duration.ofMillis(100)).until(() -> {
            sendPiece();
            return true;
        });
        await().atMost(SOON).until(() -> lab.committed() == sent.get());
    }

    private void sendPiece() {
        int from = sent.getAndAdd(PIECE);
        List<String> events = IntStream.range(from, from + PIECE)
                .mapToObj(number ->
                        Lab.event(Lab.code(number), 1_731_000_000L + number).replace("203.0.113.9", "8.8.8.8"))
                .toList();
        lab.send(events);
    }

    /** Of the click with the highest number that has a row; empty if there is none. */
    private String lastCountry() {
        long code = lab.number(
                "SELECT coalesce((SELECT ascii(country_code) FROM clicks ORDER BY short_code DESC LIMIT 1), 0)");
        return code == 'C' ? "CA" : code == 'U' ? "US" : Long.toString(code);
    }
}
