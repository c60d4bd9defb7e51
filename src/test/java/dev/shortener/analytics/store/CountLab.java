package dev.shortener.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.config.DatabaseConfig;
import dev.shortener.analytics.config.ReadConfig;
import dev.shortener.analytics.event.DeviceType;
import dev.shortener.analytics.event.EnrichedClick;
import dev.shortener.analytics.event.TrafficChannel;
import dev.shortener.analytics.metrics.PipelineMetrics;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;

/** A database with clicks, their counts, and what they must be: the same rows, scanned. For one test. */
public final class CountLab implements AutoCloseable {

    private static final List<String> COUNTRIES = List.of("DE", "FR", "US", "", "XX");
    private static final List<String> CITIES = List.of("Berlin", "Paris");
    private static final Instant TIME = Instant.parse("2026-01-30T20:00:00Z");

    public final DatabaseConfig database = TestPostgres.shared().migratedDatabase();
    public final ClickCounts counts;
    private final Vertx vertx;
    private Connection scans;

    public CountLab(Vertx vertx) {
        this.vertx = vertx;
        this.counts = new ClickCounts(vertx, new ReadConfig(database, 2, Duration.ofSeconds(10)));
    }

    /** Any row of the click with this number: the same number and seed give the same one. Four links have nearly all of them. */
    public static ClickRow row(int number, long seed) {
        SplittableRandom random = new SplittableRandom(number * 31L + seed);
        SplittableRandom fixed = new SplittableRandom(number);
        Instant clickedAt = TIME.plusSeconds(fixed.nextInt(40 * 86_400));
        String code = "link" + (fixed.nextInt(10) == 0 ? fixed.nextInt(1_000) : fixed.nextInt(4));
        return new ClickRow(
                new UUID(0x0193_0000_0000_8000L, 0x8000_0000_0000_0000L | number),
                new EnrichedClick(
                        code,
                        clickedAt,
                        COUNTRIES.get(random.nextInt(COUNTRIES.size())),
                        any(random, DeviceType.values()),
                        "source" + random.nextInt(20),
                        any(random, TrafficChannel.values()),
                        "browser" + random.nextInt(3),
                        "os" + random.nextInt(3),
                        random.nextInt(3) == 0 ? "region" + random.nextInt(3) : null,
                        random.nextInt(3) == 0 ? CITIES.get(random.nextInt(2)) : null));
    }

    private static <T> T any(SplittableRandom random, T[] choices) {
        return List.of(choices).get(random.nextInt(choices.length));
    }

    static List<ClickRow> rows(int from, int to, long seed) {
        return IntStream.range(from, to).mapToObj(number -> row(number, seed)).toList();
    }

    /** Writes clicks with these numbers as the service does. */
    public CountLab write(int from, int to) {
        Context context = vertx.getOrCreateContext();
        OnContext.await(OnContext.call(context, () -> {
            PgClickWriter writer = new PgClickWriter(vertx, database, Duration.ofSeconds(10), PipelineMetrics.NONE);
            return writer.write(TestClicks.batch(from, rows(from, to, 0))).eventually(writer::close);
        }));
        return this;
    }

    /** Brings the clicks with these numbers up to date with other lists, as reenrich does. */
    void reenrich(int from, int to, long seed) {
        Context context = vertx.getOrCreateContext();
        OnContext.await(OnContext.call(context, () -> {
            ClickUpdater updater = new ClickUpdater(vertx, database, Duration.ofSeconds(10), false);
            return updater.update(rows(from, to, seed), true).eventually(updater::close);
        }));
    }

    /** Moves all that has been noted into the counts. */
    public CountLab rollUp() {
        TestPostgres.query(database, "SELECT roll_up_clicks(1000000)");
        return this;
    }

    public CountLab settle() {
        TestPostgres.query(database, "SELECT settle_click_counts(1)");
        return this;
    }

    /** Every answer is what a scan of the rows gives: totals, each dimension, each link, and random windows. */
    void answersAreThoseOfAScan() {
        for (String code : List.of(ClickCounts.ALL_LINKS, "link0", "nobody")) {
            totalsAreThoseOfAScan(code);
            for (Dimension by : Dimension.values()) {
                breakdownIsThatOfAScan(code, by, CountWindow.ALL);
            }
        }
        SplittableRandom random = new SplittableRandom(11);
        for (int time = 0; time < 8; time++) {
            Instant from = TIME.plus(Duration.ofHours(random.nextInt(900)));
            CountWindow window = new CountWindow(from, from.plus(Duration.ofHours(1L + random.nextInt(900))));
            breakdownIsThatOfAScan(
                    random.nextBoolean() ? "link1" : ClickCounts.ALL_LINKS, any(random, Dimension.values()), window);
            topIsThatOfAScan(window);
            timelineIsThatOfAScan("link2", time % 2 == 0, window);
        }
        topIsThatOfAScan(CountWindow.ALL);
    }

    private void totalsAreThoseOfAScan(String code) {
        ClickTotals totals = OnContext.await(counts.totals(code));
        assertThat(List.of(totals.clicks() + "", totals.humans() + ""))
                .as("totals of '%s'", code)
                .isEqualTo(scan("count(*), count(*) FILTER (WHERE device_type <> 'Bot')", code, CountWindow.ALL, "")
                        .get(0));
    }

    private void breakdownIsThatOfAScan(String code, Dimension by, CountWindow window) {
        String column =
                switch (by) {
                    case COUNTRY -> "country_code";
                    case DEVICE -> "device_type";
                    case SOURCE -> "traffic_source";
                    case CHANNEL -> "traffic_channel";
                    default -> by.label();
                };
        CountedValues found = OnContext.await(counts.breakdown(code, by, window, 1_000));
        assertThat(listed(found))
                .as("%s of '%s' in %s", by, code, window)
                .isEqualTo(scan(
                        column + " AS value, count(*)",
                        code,
                        window,
                        "AND " + column + " IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"));
        assertThat(List.of(found.clicks() + ""))
                .isEqualTo(scan("count(*)", code, window, "").get(0));
    }

    private void topIsThatOfAScan(CountWindow window) {
        for (int limit : List.of(1, 4, 25, 500)) {
            CountedValues found = OnContext.await(counts.topLinks(window, limit));
            assertThat(listed(found))
                    .as("top %d of %s", limit, window)
                    .isEqualTo(
                            scan("short_code, count(*)", "", window, "GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT " + limit));
            assertThat(List.of(found.clicks() + ""))
                    .isEqualTo(scan("count(*)", "", window, "").get(0));
        }
    }

    private void timelineIsThatOfAScan(String code, boolean days, CountWindow window) {
        CountWindow whole =
                days ? new CountWindow(day(window.low()), day(window.high()).plus(Duration.ofDays(1))) : window;
        List<List<String>> found = OnContext.await(counts.timeline(code, days, whole)).stream()
                .filter(bucket -> bucket.clicks() > 0)
                .map(bucket ->
                        List.of(bucket.start().getEpochSecond() + "", bucket.clicks() + "", bucket.humans() + ""))
                .toList();
        assertThat(found)
                .isEqualTo(scan(
                        "extract(epoch FROM date_trunc('" + (days ? "day" : "hour")
                                + "', clicked_at, 'UTC'))::int8, count(*), count(*) FILTER (WHERE device_type <> 'Bot')",
                        code,
                        whole,
                        "GROUP BY 1 ORDER BY 1"));
    }

    private static Instant day(Instant time) {
        return time.truncatedTo(java.time.temporal.ChronoUnit.DAYS);
    }

    private static List<List<String>> listed(CountedValues found) {
        return found.values().stream()
                .map(value -> List.of(value.value(), value.clicks() + ""))
                .toList();
    }

    /** Over one connection: a scan is asked for many times. */
    private List<List<String>> query(String sql) {
        try {
            if (scans == null) {
                scans = TestPostgres.connect(database);
            }
            return TestPostgres.query(scans, sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    private List<List<String>> scan(String columns, String code, CountWindow window, String rest) {
        return query("SELECT " + columns + " FROM clicks WHERE ('" + code + "' = '' OR short_code = '" + code
                + "') AND clicked_at >= '" + window.low() + "' AND clicked_at < '" + window.high() + "' "
                + rest);
    }

    @Override
    public void close() {
        OnContext.await(counts.close());
        try {
            if (scans != null) {
                scans.close();
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
