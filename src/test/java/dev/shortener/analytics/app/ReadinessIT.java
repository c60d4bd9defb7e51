package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.support.Lab;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code /readyz} says of a record that does not get through, with a clock that the test puts forward. */
class ReadinessIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final Lab lab = new Lab().withTopic();
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port = freePort();
    private volatile Duration ahead = Duration.ZERO;
    private final Pipeline pipeline = new Pipeline(
            lab.config(Map.of("DevServer.Enabled", "true", "DevServer.Port", Integer.toString(port))),
            Vertx.vertx(),
            () -> Instant.now().plus(ahead));

    @AfterEach
    void close() {
        pipeline.stop().await();
        lab.close();
    }

    @Test
    void a_record_in_flight_for_a_minute_makes_the_process_unready_until_it_is_settled() throws Exception {
        lab.execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN IF NEW.short_code = 'stuck' THEN RAISE EXCEPTION 'try again' USING ERRCODE = '40001';"
                + " END IF; RETURN NEW; END $$");
        lab.execute("CREATE TRIGGER refuse BEFORE INSERT ON clicks FOR EACH ROW EXECUTE FUNCTION refuse()");
        lab.send(List.of(Lab.event("stuck", 1_731_000_000)));
        pipeline.start().await();
        lab.send(Lab.events(0, 40));
        await().atMost(SOON).until(() -> lab.count() >= 30);
        assertThat(ready().statusCode()).isEqualTo(200);

        ahead = Duration.ofSeconds(61);
        // What was in flight at the last report, a moment ago, is said until the next.
        await().atMost(SOON).untilAsserted(() -> {
            HttpResponse<String> answer = ready();
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body())
                    .contains("topic=" + lab.topic() + " partition=0 offset=0 has been in flight for ")
                    .doesNotContain("partition=1");
        });
        assertThat(get("/livez").statusCode()).isEqualTo(200);

        lab.execute("DROP TRIGGER refuse ON clicks");
        await().atMost(SOON).until(() -> ready().statusCode() == 200);
        await().atMost(SOON).until(() -> lab.committed() == 41);
    }

    /** The control of the test before: time alone makes nothing unready. */
    @Test
    void an_idle_process_stays_ready() throws Exception {
        lab.send(Lab.events(0, 40));
        pipeline.start().await();
        await().atMost(SOON).until(() -> lab.committed() == 40);
        ahead = Duration.ofHours(1);
        await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> ready().statusCode() == 200);
    }

    private HttpResponse<String> ready() throws IOException, InterruptedException {
        return get("/readyz");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
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
