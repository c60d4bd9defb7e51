package dev.shortener.analytics.http;

import com.google.protobuf.Message;
import dev.shortener.analytics.app.Pace;
import dev.shortener.analytics.config.DatabaseConfig;
import dev.shortener.analytics.config.ListenerConfig;
import dev.shortener.analytics.config.ReadConfig;
import dev.shortener.analytics.store.ClickCounts;
import dev.shortener.analytics.store.CompleteUntil;
import dev.shortener.analytics.store.CountedUntil;
import dev.shortener.analytics.store.CountsRebuild;
import dev.shortener.analytics.store.CountsRollUp;
import dev.shortener.analytics.store.TestPostgres;
import dev.shortener.contract.GetAnalyticsSummaryRequest;
import dev.shortener.contract.GetAnalyticsSummaryResponse;
import dev.shortener.original.GetClickCountRequest;
import dev.shortener.original.GetClickCountResponse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
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

/**
 * How long answers take, with as many rows as the first argument says, of which one link has a quarter, over 90 days: while nothing else
 * is done, and while as many clicks a second are written as the second argument says. {@code make counts-bench} runs it.
 */
public final class CountsBench {

    private static final PrintStream OUT = System.out;
    private static final int WARM_UP = 300;
    private static final int QUESTIONS = 500;
    private static final int BATCH = 500;
    private static final int STOCK = 100_000;

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

    /** Rows that are made beforehand, so that the database need not throw dice while it is measured. */
    private static final String MAKE_STOCK =
            "CREATE UNLOGGED TABLE stock AS SELECT row_number() OVER () AS n, s.* FROM (%s) AS s (id, short_code,"
                    + " clicked_at, country_code, device_type, traffic_source, traffic_channel, browser, os);"
                    + " CREATE INDEX ON stock (n); ANALYZE stock";

    private static final String FROM_STOCK = INSERT
            + "SELECT gen_random_uuid(), short_code, now(), country_code, device_type, traffic_source, traffic_channel, browser,"
            + " os FROM stock WHERE n > %d AND n <= %d";

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

    private static final ListenerConfig LISTENING = new ListenerConfig(true, "127.0.0.1", 0, null);

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
        TestPostgres.execute(database, MAKE_STOCK.formatted(ROWS.formatted("1 minute", STOCK)));
        long perSecond = Long.parseLong(arguments[1].replace("_", ""));
        Vertx vertx = Vertx.vertx();
        ClickReader reader = reader(vertx, database);
        ReadApi http = new ReadApi(LISTENING, reader, InstantSource.system());
        AnalyticsRpc rpc = new AnalyticsRpc(LISTENING, reader, List::of);
        vertx.deployVerticle(http).await();
        vertx.deployVerticle(rpc).await();
        say("-- nothing else");
        ask(vertx, http, rpc);
        say("-- while %,d clicks a second are written, and counted", perSecond);
        CountsRollUp rollUp = new CountsRollUp(vertx, database);
        rollUp.start();
        long clicks = writingWhile(database, perSecond, () -> ask(vertx, http, rpc));
        rollUp.stop().await();
        say("%,d clicks were written meanwhile", clicks);
        vertx.close().await();
        System.exit(0);
    }

    private static ClickReader reader(Vertx vertx, DatabaseConfig database) {
        ClickCounts counts = new ClickCounts(vertx, new ReadConfig(database, 4, Duration.ofSeconds(5)));
        CountedUntil until = new CountedUntil(
                new CompleteUntil(vertx, database), counts, () -> Future.failedFuture("no brokers here"));
        return new ClickReader(counts, until);
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** @return how many clicks were written meanwhile */
    private static long writingWhile(DatabaseConfig database, long perSecond, Work work) throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        long[] written = {0};
        Thread writing = new Thread(() -> written[0] = written(database, perSecond, enough));
        writing.start();
        work.run();
        enough.set(true);
        writing.join();
        return written[0];
    }

    private static long written(DatabaseConfig database, long perSecond, AtomicBoolean enough) {
        Pace pace = Pace.of(Math.max(1, perSecond / BATCH));
        try (Connection connection = TestPostgres.connect(database);
                Statement statement = connection.createStatement()) {
            long clicks = 0;
            while (!enough.get()) {
                pace.awaitTurn();
                long from = clicks % STOCK;
                clicks += statement.executeUpdate(FROM_STOCK.formatted(from, from + BATCH));
            }
            return clicks;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void ask(Vertx vertx, ReadApi http, AnalyticsRpc rpc) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        for (String path : PATHS) {
            String from = path.contains("bucket=day") ? day(61) : day(61) + "T05:00:00Z";
            URI uri = URI.create(
                    http.url() + "/api/v1" + path.replace("FROM", from).replace("TO", day(3) + "T17:00:00Z"));
            time(path, () -> {
                int status = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                        .statusCode();
                if (status != 200) {
                    throw new IllegalStateException(uri + " answers " + status);
                }
            });
        }
        GrpcClient calling = GrpcClient.client(vertx);
        SocketAddress server = SocketAddress.inetSocketAddress(rpc.port(), "127.0.0.1");
        GetClickCountRequest popular =
                GetClickCountRequest.newBuilder().setShortCode("popular").build();
        timeCall(calling, server, "GetClickCount", popular, GetClickCountResponse.getDefaultInstance());
        GetAnalyticsSummaryRequest top =
                GetAnalyticsSummaryRequest.newBuilder().setLimit(10).build();
        timeCall(calling, server, "GetAnalyticsSummary", top, GetAnalyticsSummaryResponse.getDefaultInstance());
    }

    private static <Q extends Message, A extends Message> void timeCall(
            GrpcClient calling, SocketAddress server, String name, Q question, A sample)
            throws IOException, InterruptedException {
        ServiceMethod<A, Q> method = ServiceMethod.client(
                ServiceName.create("analytics", "Analytics"),
                name,
                GrpcMessageEncoder.encoder(),
                GrpcMessageDecoder.decoder(sample));
        time(name, () -> calling.request(server, method)
                .compose(request -> request.send(question))
                .compose(GrpcClientResponse::last)
                .await());
    }

    private static void time(String what, Work question) throws IOException, InterruptedException {
        double[] millis = new double[QUESTIONS];
        for (int number = -WARM_UP; number < QUESTIONS; number++) {
            long began = System.nanoTime();
            question.run();
            if (number >= 0) {
                millis[number] = 1_000 * secondsSince(began);
            }
        }
        Arrays.sort(millis);
        say("%-58s median %6.1f ms, p99 %6.1f ms", what, millis[QUESTIONS / 2], millis[QUESTIONS * 99 / 100]);
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
