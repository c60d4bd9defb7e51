package dev.shortener.analytics.http.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.http.live.LiveStream.Pace;
import dev.shortener.analytics.metrics.PipelineCounts;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over real HTTP, on a free port. */
class LiveStreamTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int CLICKS_A_MILLISECOND = 10;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final NewestClicks newest = new NewestClicks();
    private final AtomicLong stored = new AtomicLong();
    private final AtomicInteger askedForParts = new AtomicInteger();
    private final List<Watcher> watchers = new ArrayList<>();
    private volatile List<String> problems = List.of();
    private int port;

    @AfterEach
    void close() {
        watchers.forEach(Watcher::leave);
        vertx.close().await();
    }

    @Test
    void a_watcher_is_shown_what_was_and_then_what_is() {
        serve(LiveStream.PACE);
        newest.add(List.of(click(1), click(2)));
        stored.set(41);
        Watcher watcher = watch();
        await().atMost(SOON).until(() -> watcher.count("summary") >= 2);

        assertThat(watcher.events.get(0).name()).isEqualTo("history");
        JsonObject history = watcher.events.get(0).data();
        assertThat(history.getJsonArray("clicks"))
                .extracting(click -> ((JsonObject) click).getString("code"))
                .containsExactly("c1", "c2");
        assertThat(watcher.first("summary").getLong("stored")).isEqualTo(41);
        assertThat(watcher.first("summary").getJsonArray("problems")).isEmpty();
    }

    @Test
    void a_click_is_shown_with_what_it_was_and_nothing_about_who() {
        serve(LiveStream.PACE);
        Watcher watcher = watch();
        await().atMost(SOON).until(newest::isWatched);
        newest.add(List.of(click(7)));
        await().atMost(SOON).until(() -> !watcher.clicks().isEmpty());

        assertThat(watcher.clicks().get(0).getMap())
                .containsOnlyKeys("code", "at", "country", "device", "source", "channel")
                .containsEntry("code", "c7")
                .containsEntry("source", "<script>alert(1)</script>");
    }

    @Test
    void lag_and_the_parts_are_asked_for_while_somebody_watches() {
        serve(LiveStream.PACE);
        Watcher watcher = watch();
        await().atMost(SOON).until(() -> watcher.events.stream()
                .anyMatch(event -> event.name().equals("summary")
                        && event.data().getValue("lag") != null
                        && !event.data().getJsonArray("parts").isEmpty()));

        JsonObject last = watcher.events.get(watcher.events.size() - 1).data();
        assertThat(last.getLong("lag")).isEqualTo(12);
        assertThat(last.getJsonArray("parts").getJsonObject(0).getMap())
                .containsEntry("part", "Kafka")
                .containsEntry("state", "ok")
                .containsEntry("detail", "answers");
    }

    @Test
    void ten_thousand_clicks_a_second_make_four_summaries_a_second_for_each_watcher() {
        serve(LiveStream.PACE);
        List<Watcher> three = List.of(watch(), watch(), watch());
        await().atMost(SOON).until(newest::isWatched);
        tenThousandClicksASecond();
        await().atMost(SOON).until(() -> three.stream().allMatch(watcher -> watcher.count("summary") >= 9));

        for (Watcher watcher : three) {
            assertThat(watcher.mostWithinASecond()).isBetween(2, 4);
            assertThat(watcher.mostClicksOfASummary()).isLessThanOrEqualTo(20);
        }
        assertThat(stored.get()).as("clicks meanwhile").isGreaterThan(15_000);
    }

    /** The control: with another pace, there are more. */
    @Test
    void whoever_comes_when_nobody_watched_is_shown_at_once_how_many_clicks_come() {
        serve(LiveStream.PACE);
        tenThousandClicksASecond();
        Watcher first = watch();
        await().atMost(SOON).until(() -> first.count("summary") >= 8);
        first.leave();
        await().atMost(SOON).until(() -> !newest.isWatched());

        Watcher later = watch();
        await().atMost(SOON).until(() -> later.count("summary") >= 1);
        assertThat(later.first("summary").getDouble("rate")).isGreaterThan(1_000);
    }

    @Test
    void nothing_but_the_pace_holds_summaries_back() {
        serve(new Pace(Duration.ofMillis(50), SOON));
        Watcher watcher = watch();
        await().atMost(SOON).until(() -> watcher.count("summary") >= 25);

        assertThat(watcher.mostWithinASecond()).isGreaterThan(4);
    }

    @Test
    void nobody_watching_nothing_is_asked_for_and_no_click_is_kept() {
        serve(LiveStream.PACE);
        assertThat(newest.isWatched()).isFalse();
        Watcher watcher = watch();
        await().atMost(SOON).until(newest::isWatched);
        watcher.leave();
        await().atMost(SOON).until(() -> !newest.isWatched());

        assertThat(askedForParts).hasValueLessThanOrEqualTo(1);
    }

    @Test
    void one_who_does_not_read_is_let_go_and_the_others_notice_nothing() throws IOException {
        problems = List.of("x".repeat(100_000)); // fills what lies between two ends of a connection
        serve(new Pace(Duration.ofMillis(10), Duration.ofMillis(500)));
        Watcher watcher = watch();
        try (Socket deaf = new Socket(InetAddress.getLoopbackAddress(), port)) {
            deaf.getOutputStream().write(request("/api/v1/live").getBytes(StandardCharsets.US_ASCII));
            await().atMost(SOON).until(() -> watcher.last().getInteger("watchers") == 2);
            await().atMost(SOON).until(() -> watcher.last().getInteger("watchers") == 1);
        }
    }

    @Test
    void more_watchers_than_there_is_room_for_are_turned_away() throws Exception {
        serve(LiveStream.PACE);
        List<Socket> many = new ArrayList<>();
        try {
            for (int number = 0; number < LiveStream.MOST_WATCHERS; number++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                many.add(socket);
                socket.getOutputStream().write(request("/api/v1/live").getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().read();
            }
            HttpResponse<String> refused = get("/api/v1/live");

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("content-type")).hasValue("application/problem+json");
            assertThat(refused.headers().firstValue("retry-after")).isPresent();
            assertThat(new JsonObject(refused.body()).getString("detail")).contains("64 watchers");
        } finally {
            for (Socket socket : many) {
                socket.close();
            }
        }
    }

    @Test
    void files_may_load_and_run_nothing_from_elsewhere() throws Exception {
        serve(LiveStream.PACE);
        HttpResponse<String> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'")
                .contains("require-trusted-types-for 'script'")
                .doesNotContain("unsafe")
                .doesNotContain("http");
        assertThat(page.headers().firstValue("x-content-type-options")).hasValue("nosniff");
        assertThat(page.body())
                .doesNotContain("<script>")
                .doesNotContain("style=")
                .doesNotContain("//");
        assertThat(get("/assets/uplot.js").body()).contains("uPlot");
        assertThat(get("/assets/../config").statusCode()).isEqualTo(404);
        assertThat(get("/assets/missing.js").statusCode()).isEqualTo(404);
    }

    @Test
    void a_file_that_a_browser_has_is_not_sent_again() throws Exception {
        serve(LiveStream.PACE);
        String tag = get("/assets/style.css").headers().firstValue("etag").orElseThrow();

        HttpRequest again = HttpRequest.newBuilder(uri("/assets/style.css"))
                .header("If-None-Match", tag)
                .build();
        assertThat(client.send(again, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(304);
    }

    @Test
    void a_dead_letter_that_is_not_there_and_brokers_that_are_silent_are_told_apart() throws Exception {
        serve(LiveStream.PACE);

        assertThat(get("/api/v1/dead-letters/0:404").statusCode()).isEqualTo(404);
        assertThat(new JsonObject(get("/api/v1/dead-letters/0:404").body()).getString("detail"))
                .isEqualTo("no dead letter stands at 0:404");
        assertThat(get("/api/v1/dead-letters/0:1").body()).contains("\"offset\":1");
        assertThat(get("/api/v1/dead-letters/0:x").statusCode()).isEqualTo(404);
        HttpResponse<String> silent = get("/api/v1/dead-letters");
        assertThat(silent.statusCode()).isEqualTo(503);
        assertThat(silent.body()).contains("the brokers do not answer").doesNotContain("10.0.0.7");
    }

    static LiveClick click(int number) {
        return new LiveClick("c" + number, number, "DE", "Mobile", "<script>alert(1)</script>", "Referral");
    }

    private void tenThousandClicksASecond() {
        AtomicInteger next = new AtomicInteger();
        vertx.setPeriodic(1, now -> {
            stored.addAndGet(CLICKS_A_MILLISECOND);
            newest.add(IntStream.range(0, CLICKS_A_MILLISECOND)
                    .mapToObj(click -> click(next.incrementAndGet()))
                    .toList());
        });
    }

    private void serve(Pace pace) {
        LetterDesk letters = new LetterDesk() {
            @Override
            public Future<JsonObject> overview() {
                return Future.failedFuture("10.0.0.7 does not answer");
            }

            @Override
            public Future<Optional<JsonObject>> letter(int partition, long offset) {
                return Future.succeededFuture(
                        offset == 404 ? Optional.empty() : Optional.of(JsonObject.of("offset", offset)));
            }
        };
        LiveSources sources = new LiveSources(
                () -> new PipelineCounts(stored.get(), stored.get(), 0, 0),
                () -> Future.succeededFuture(12L),
                () -> problems,
                () -> {
                    askedForParts.incrementAndGet();
                    return Future.succeededFuture(List.of(new PartHealth("Kafka", PartHealth.State.OK, "answers")));
                },
                letters);
        PageServer server = new PageServer(sources, newest, letters, pace);
        vertx.deployVerticle(server).await();
        port = server.http.actualPort();
    }

    private static final class PageServer extends VerticleBase {

        private final LiveSources sources;
        private final NewestClicks newest;
        private final LetterDesk letters;
        private final Pace pace;
        private HttpServer http;

        PageServer(LiveSources sources, NewestClicks newest, LetterDesk letters, Pace pace) {
            this.sources = sources;
            this.newest = newest;
            this.letters = letters;
            this.pace = pace;
        }

        @Override
        public Future<?> start() {
            Router router = Router.router(vertx);
            LiveStream stream = new LiveStream(vertx, sources, newest, InstantSource.system(), pace);
            stream.start();
            LivePage.mountFiles(router);
            new LivePage(stream, letters).mountApi(router);
            http = vertx.createHttpServer().requestHandler(router);
            return http.listen(0, "127.0.0.1");
        }
    }

    private Watcher watch() {
        Watcher watcher = new Watcher(client, uri("/api/v1/live"));
        watchers.add(watcher);
        return watcher;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static String request(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    }
}
