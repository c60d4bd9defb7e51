package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.http.live.Watcher;
import dev.shortener.analytics.support.Contract;
import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.Servers;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the page asks for beside the counts, of a whole service, held against the OpenAPI file. */
class LiveApiIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Vertx vertx;
    private static Lab lab;
    private static RunningPipeline pipeline;
    private static Contract contract;
    private static String root;

    @BeforeAll
    static void start() throws IOException {
        vertx = Vertx.vertx();
        contract = new Contract(vertx);
        lab = new Lab().withTopic();
        int port = Servers.unusedPort();
        root = "http://127.0.0.1:" + port + "/api/v1";
        pipeline = RunningPipeline.start(lab.config(
                Map.of("Http.Enabled", "true", "Http.Port", String.valueOf(port), "GeoIPDbPath", "data/country.mmdb")));
        lab.send(List.of("{\"short_code\":", "{\"timestamp\":1760000000}", PageHistory.click("abc")));
        await().atMost(SOON).until(() -> lab.committed() == 3);
        lab.send(new ProducerRecord<>(
                lab.deadLetterTopic(), 0, new byte[] {1, (byte) 0xff}, new byte[] {2, (byte) 0xff}));
    }

    @AfterAll
    static void stop() {
        pipeline.stop();
        lab.close();
        vertx.close().await();
    }

    @Test
    void a_stream_is_as_the_contract_says_with_its_history_and_its_summaries() throws Exception {
        Watcher watcher = new Watcher(CLIENT, URI.create(root + "/live"));
        await().atMost(SOON).until(() -> hasSeen(watcher, "here"));
        watcher.leave();

        assertThat(watcher.events.get(0).name()).isEqualTo("history");
        for (Watcher.Event event : watcher.events) {
            contract.describes(event.name().equals("history") ? "LiveHistory" : "LiveSummary", event.data());
        }
        HttpResponse<InputStream> stream =
                CLIENT.send(HttpRequest.newBuilder(URI.create(root + "/live")).build(), BodyHandlers.ofInputStream());
        stream.body().close(); // it has no end
        String type = stream.headers().firstValue("content-type").orElseThrow();
        assertThat(type).isEqualTo("text/event-stream; charset=utf-8");
        assertThat(contract.offers("live", type)).isTrue();
        assertThat(contract.offers("live", "application/json")).isFalse();
    }

    /** A click is sent until one is seen: it shows only to those who watch by then. */
    private static boolean hasSeen(Watcher watcher, String code) {
        lab.send(List.of(PageHistory.click(code)));
        return watcher.events.stream()
                .filter(event -> event.name().equals("summary"))
                .map(Watcher.Event::data)
                .anyMatch(data -> data.getValue("lag") != null
                        && !data.getJsonArray("parts").isEmpty()
                        && !data.getJsonArray("clicks").isEmpty());
    }

    @Test
    void dead_letters_and_each_of_them_are_as_the_contract_says() throws Exception {
        await().atMost(SOON).until(() -> new JsonObject(get("/dead-letters").body()).getLong("letters") == 3);
        HttpResponse<String> overview = get("/dead-letters");
        contract.holds("deadLetters", overview);

        List<String> places = new JsonObject(overview.body())
                .getJsonArray("newest").stream()
                        .map(letter -> ((JsonObject) letter).getString("place"))
                        .toList();
        assertThat(places).hasSize(3);
        for (String place : places) {
            HttpResponse<String> letter = get("/dead-letters/" + place);
            assertThat(letter.statusCode()).isEqualTo(200);
            contract.holds("deadLetter", letter);
        }
        HttpResponse<String> absent = get("/dead-letters/0:99999");
        assertThat(absent.statusCode()).isEqualTo(404);
        contract.holds("deadLetter", absent);
    }

    /** What the judge is worth: each is refused for a member too many. */
    @Test
    void control_what_is_not_as_the_contract_says_is_refused() throws Exception {
        Watcher watcher = new Watcher(CLIENT, URI.create(root + "/live"));
        await().atMost(SOON).until(() -> hasSeen(watcher, "control"));
        watcher.leave();
        JsonObject history = watcher.events.get(0).data();
        JsonObject summary = watcher.events.get(watcher.events.size() - 1).data();
        JsonObject letters = new JsonObject(get("/dead-letters").body());

        assertThatThrownBy(
                () -> contract.describes("LiveHistory", history.copy().put("ip", "192.0.2.1")));
        assertThatThrownBy(
                () -> contract.describes("LiveSummary", summary.copy().put("ip", "192.0.2.1")));
        assertThatThrownBy(() -> contract.describes("LiveSummary", without(summary, "consumed")));
        assertThatThrownBy(() -> contract.describes("LiveSummary", without(summary, "lag")));
        history.getJsonObject("started").put("ip", "192.0.2.1");
        assertThatThrownBy(() -> contract.describes("LiveHistory", history));
        letters.getJsonArray("newest").getJsonObject(0).put("ip", "192.0.2.1");
        assertThatThrownBy(() -> contract.holds("deadLetters", 200, "application/json", letters.encode()));
    }

    private static JsonObject without(JsonObject data, String member) {
        JsonObject rest = data.copy();
        rest.remove(member);
        return rest;
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(URI.create(root + path)).build(), BodyHandlers.ofString());
    }
}
