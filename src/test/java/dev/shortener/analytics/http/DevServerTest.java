package dev.shortener.analytics.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shortener.analytics.config.DevServerConfig;
import dev.shortener.analytics.event.Reason;
import dev.shortener.analytics.metrics.PrometheusMetrics;
import dev.shortener.analytics.metrics.Scrape;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over real HTTP, on a free port. */
class DevServerTest {

    private final Vertx vertx = Vertx.vertx();
    private final PrometheusMetrics metrics = new PrometheusMetrics();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        vertx.close().await();
        metrics.close();
    }

    @Test
    void a_ready_service_says_so() throws Exception {
        DevServer server = started(List::of);

        HttpResponse<String> ready = get(server, "/readyz");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(new JsonObject(ready.body()))
                .isEqualTo(new JsonObject().put("ready", true).put("problems", new JsonArray()));
        assertThat(get(server, "/health").body()).isEqualTo("fine");
    }

    @Test
    void readiness_says_what_is_wrong() throws Exception {
        DevServer server =
                started(() -> List.of("no database on localhost:5433", "click-events-3 stuck at offset \"17\""));

        HttpResponse<String> ready = get(server, "/readyz");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(new JsonObject(ready.body()).getJsonArray("problems"))
                .containsExactly("no database on localhost:5433", "click-events-3 stuck at offset \"17\"");
        HttpResponse<String> health = get(server, "/health");
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body()).contains("no database on localhost:5433").contains("click-events-3");
    }

    @Test
    void liveness_asks_no_other_system() throws Exception {
        DevServer server = started(() -> {
            throw new IllegalStateException("whoever is asked fails");
        });

        assertThat(get(server, "/livez").statusCode()).isEqualTo(200);
        assertThat(get(server, "/readyz").statusCode())
                .as("not ready, if nobody knows")
                .isGreaterThanOrEqualTo(500);
    }

    @Test
    void metrics_are_served_in_the_text_format() throws Exception {
        metrics.pipeline().consumed(3, 99);
        metrics.pipeline().stored(2);
        metrics.pipeline().rejected(Reason.EMPTY);

        HttpResponse<String> response = get(started(List::of), "/numbers");

        assertThat(response.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
        Scrape scrape = Scrape.parse(response.body());
        assertThat(scrape.sum("analytics_records_consumed_total"))
                .isEqualTo(3)
                .isEqualTo(
                        scrape.sum("analytics_clicks_stored_total") + scrape.sum("analytics_records_rejected_total"));
    }

    @Test
    void without_metrics_there_are_none() throws Exception {
        DevServer server = started(new DevServerConfig(true, "127.0.0.1", 0, "/numbers", "/health", false, "fine"));

        assertThat(get(server, "/numbers").statusCode()).isEqualTo(404);
        assertThat(get(server, "/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void nothing_but_reading_is_served() throws Exception {
        DevServer server = started(List::of);

        HttpRequest delete =
                HttpRequest.newBuilder(uri(server, "/numbers")).DELETE().build();
        assertThat(client.send(delete, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(405);
        assertThat(get(server, "/").statusCode()).isEqualTo(404);
    }

    @Test
    void a_taken_port_is_named_with_its_key() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() ->
                            started(new DevServerConfig(true, "127.0.0.1", port, "/numbers", "/health", true, "fine")))
                    .isInstanceOf(AddressUnavailableException.class)
                    .hasMessageContaining("127.0.0.1:" + port)
                    .hasMessageContaining("DevServer.Port");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "no-such-host.invalid"})
    void an_address_of_another_machine_is_named_with_its_key(String host) {
        assertThatThrownBy(() -> started(new DevServerConfig(true, host, 0, "/numbers", "/health", true, "fine")))
                .isInstanceOf(AddressUnavailableException.class)
                .hasMessageContaining(host + ":0")
                .hasMessageContaining("DevServer.Host");
    }

    private DevServer started(Readiness readiness) {
        return started(new DevServerConfig(true, "127.0.0.1", 0, "/numbers", "/health", true, "fine"), readiness);
    }

    private DevServer started(DevServerConfig config) {
        return started(config, List::of);
    }

    private DevServer started(DevServerConfig config, Readiness readiness) {
        DevServer server = new DevServer(config, metrics, readiness);
        vertx.deployVerticle(server).await();
        return server;
    }

    private HttpResponse<String> get(DevServer server, String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(server, path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(DevServer server, String path) {
        return URI.create(server.url() + path);
    }
}
