package dev.shortener.analytics.http;

import dev.shortener.analytics.config.DatabaseConfig;
import dev.shortener.analytics.config.ListenerConfig;
import dev.shortener.analytics.config.ReadConfig;
import dev.shortener.analytics.store.ClickCounts;
import dev.shortener.analytics.store.CompleteUntil;
import dev.shortener.analytics.store.CountedUntil;
import dev.shortener.analytics.store.CountsRebuild;
import dev.shortener.analytics.store.CountsRollUp;
import dev.shortener.analytics.store.TestPostgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * How long answers take, with as many rows as the first argument says, of which one link has a quarter, over 90 days; and how many clicks
 * a second are written with the counts and without. {@code make counts-bench} runs it.
 */
public final class CountsBench {

    private static final PrintStream OUT = System.out;
    private static final int QUESTIONS = 300;
    private static final int ROUNDS = 3;
    private static final Duration WRITING = Duration.ofSeconds(15);

    private static final String ROWS =
            """
            SELECT gen_random_uuid(), CASE WHEN i %% 4 = 0 THEN 'popular' ELSE 'c' || floor(20000 ^ random())::int END,
                now() - random() * interval '%s',
                chr(65 + floor(12 ^ random())::int) || chr(65 + floor(12 ^ random())::int),
                (ARRAY['Mobile', 'Mobile', 'Desktop', 'Tablet', 'Bot'])[1 + floor(random() * 5)::int],
                'source' || floor(60 ^ random())::int,
                (ARRAY['Direct', 'Search', 'Social', 'Email', 'Referral'])[1 + floor(random() * 5)::int],
                'Browser' || floor(20 ^ random())::int, 'Os' || floor(8 ^ random())::int
            FROM generate_series(1, %d) AS i
            """;

    private static final String INSERT =
            "INSERT INTO clicks (id, short_code, clicked_at, country_code, device_type, traffic_source, traffic_channel,"
                    + " browser, os) ";

    private static final List<String> PATHS = List.of(
            "/clicks/popular",
            "/clicks/popular/breakdown?by=country",
            "/clicks/popular/breakdown?by=source&from=FROM&to=TO",
            "/clicks/popular/timeline",
            "/clicks/popular/timeline?bucket=day&from=FROM",
            "/clicks/c17/breakdown?by=device",
            "/top?by=country",
            "/top?by=link",
            "/top?by=link&from=FROM&to=TO",
            "/summary");

    private CountsBench() {}

    public static void main(String[] arguments) throws Exception {
        int rows = Integer.parseInt(arguments[0].replace("_", ""));
        DatabaseConfig database = TestPostgres.shared().migratedDatabase();
        long began = System.nanoTime();
        TestPostgres.execute(
                database,
                "ALTER TABLE clicks DISABLE TRIGGER USER; " + INSERT + ROWS.formatted("90 days", rows)
                        + "; ALTER TABLE clicks ENABLE TRIGGER USER; ANALYZE clicks");
        say("%,d rows in %.0f s", rows, secondsSince(began));
        began = System.nanoTime();
        new CountsRebuild(database).run();
        TestPostgres.execute(database, "ANALYZE click_counts; ANALYZE click_totals");
        say("counted anew in %.0f s", secondsSince(began));
        say("clicks %s, counts %s", size(database, "clicks"), size(database, "click_counts"));
        Vertx vertx = Vertx.vertx();
        ReadApi api = api(vertx, database);
        say("-- nothing else");
        ask(api);
        ingest(database, vertx, api);
        vertx.close().await();
        System.exit(0);
    }

    private static ReadApi api(Vertx vertx, DatabaseConfig database) {
        ClickCounts counts = new ClickCounts(vertx, new ReadConfig(database, 4, Duration.ofSeconds(5)));
        CountedUntil until = new CountedUntil(
                new CompleteUntil(vertx, database), counts, () -> Future.failedFuture("no brokers here"));
        ReadApi api = new ReadApi(
                new ListenerConfig(true, "127.0.0.1", 0, null), new ClickReader(counts, until), InstantSource.system());
        vertx.deployVerticle(api).await();
        return api;
    }

    /** With counts and without in turn, so that what the server has left to do from before falls on neither. */
    private static void ingest(DatabaseConfig database, Vertx vertx, ReadApi api) throws Exception {
        double without = 0;
        double with = 0;
        for (int round = 0; round < ROUNDS; round++) {
            TestPostgres.execute(database, "ALTER TABLE clicks DISABLE TRIGGER USER; CHECKPOINT");
            without += written(database, null) / ROUNDS;
            TestPostgres.execute(database, "ALTER TABLE clicks ENABLE TRIGGER USER; CHECKPOINT");
            CountsRollUp rollUp = new CountsRollUp(vertx, database);
            rollUp.start();
            with += written(database, null) / ROUNDS;
            rollUp.stop().await();
        }
        say(
                "written in batches of 1,000: %,.0f clicks a second without counts, %,.0f with: %.1f %% less",
                without, with, 100.0 * (without - with) / without);
        say("-- while clicks are written");
        CountsRollUp rollUp = new CountsRollUp(vertx, database);
        rollUp.start();
        written(database, api);
        rollUp.stop().await();
    }

    /** Clicks a second that one connection writes; while it does, the API is asked if there is one. */
    private static double written(DatabaseConfig database, @Nullable ReadApi api) throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        long[] batches = {0};
        long began = System.nanoTime();
        Thread writing = new Thread(() -> batches[0] = batchesUntil(enough, database));
        writing.start();
        if (api == null) {
            writing.join(WRITING.toMillis());
        } else {
            ask(api);
        }
        enough.set(true);
        writing.join();
        return batches[0] * 1_000 / secondsSince(began);
    }

    private static long batchesUntil(AtomicBoolean enough, DatabaseConfig database) {
        try (Connection connection = TestPostgres.connect(database);
                Statement statement = connection.createStatement()) {
            long batches = 0;
            while (!enough.get()) {
                statement.execute(INSERT + ROWS.formatted("1 minute", 1_000) + " ON CONFLICT DO NOTHING");
                batches++;
            }
            return batches;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void ask(ReadApi api) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        for (String path : PATHS) {
            URI uri = URI.create(api.url() + "/api/v1"
                    + path.replace("FROM", day(61) + "T05:00:00Z").replace("TO", day(3) + "T17:00:00Z"));
            if (path.contains("bucket=day")) {
                uri = URI.create(api.url() + "/api/v1" + path.replace("FROM", day(61)));
            }
            double[] millis = new double[QUESTIONS];
            for (int question = -30; question < QUESTIONS; question++) {
                long began = System.nanoTime();
                int status = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                        .statusCode();
                if (status != 200) {
                    throw new IllegalStateException(uri + " answers " + status);
                }
                if (question >= 0) {
                    millis[question] = 1_000 * secondsSince(began);
                }
            }
            Arrays.sort(millis);
            say("%-58s median %6.1f ms, p99 %6.1f ms", path, millis[QUESTIONS / 2], millis[QUESTIONS * 99 / 100]);
        }
    }

    private static String day(int ago) {
        return InstantSource.system()
                .instant()
                .minus(Duration.ofDays(ago))
                .toString()
                .substring(0, 10);
    }

    private static String size(DatabaseConfig database, String table) {
        return TestPostgres.query(database, "SELECT pg_size_pretty(pg_total_relation_size('" + table + "'))")
                .get(0)
                .get(0);
    }

    private static double secondsSince(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    private static void say(String format, Object... values) {
        OUT.println(String.format(Locale.ROOT, format, values));
    }
}
