package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.config.ConfigLoader;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A service that has neither a broker nor a database yet. */
class HealthWithoutServersTest {

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final int free = freePort();
    private Pipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.stop().await();
    }

    @Test
    void it_lives_and_is_not_ready() throws Exception {
        start(true);
        Awaitility.await().until(() -> !vertx.deploymentIDs().isEmpty());

        assertThat(get("/livez").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = get("/readyz");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("starting");
        assertThat(get("/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void turned_off_it_listens_nowhere() {
        start(false);

        assertThat(vertx.deploymentIDs()).isEmpty();
        assertThatThrownBy(() -> get("/livez")).isInstanceOf(ConnectException.class);
    }

    private void start(boolean health) {
        AppConfig config = ConfigLoader.load(
                Map.of(
                        "Brokers",
                        "127.0.0.1:" + freePort(),
                        "Group",
                        "group",
                        "Topic",
                        "clicks",
                        "DataSource",
                        "postgres://nobody@127.0.0.1:" + freePort() + "/none?sslmode=disable",
                        "Http",
                        Map.of("Enabled", false),
                        "Grpc",
                        Map.of("Enabled", false),
                        "DevServer",
                        Map.of("Enabled", health, "Port", free)),
                Map.of(),
                Map.of());
        pipeline = new Pipeline(config, vertx);
        pipeline.start();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + free + path);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new IllegalStateException(none);
        }
    }
}
