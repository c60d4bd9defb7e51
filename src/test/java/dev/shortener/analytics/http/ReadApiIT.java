package dev.shortener.analytics.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shortener.analytics.config.ListenerConfig;
import dev.shortener.analytics.config.ReadConfig;
import dev.shortener.analytics.config.Secret;
import dev.shortener.analytics.store.ClickCounts;
import dev.shortener.analytics.store.CompleteUntil;
import dev.shortener.analytics.store.CountLab;
import dev.shortener.analytics.store.CountedUntil;
import dev.shortener.analytics.store.TestPostgres;
import dev.shortener.analytics.store.VisitorChanges;
import dev.shortener.analytics.store.VisitorCounts;
import dev.shortener.analytics.store.VisitorLab;
import dev.shortener.analytics.store.Watermarks;
import dev.shortener.analytics.support.Contract;
import dev.shortener.analytics.support.Servers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over real HTTP and with a real database; every answer is held against the OpenAPI file that is served. */
class ReadApiIT {

    private static final Instant NOW = Instant.parse("2026-02-03T10:20:30Z");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Vertx vertx;
    private static CountLab lab;
    private static ReadApi api;
    private static Contract contract;

    @BeforeAll
    static void start() throws IOException {
        vertx = Vertx.vertx();
        lab = new CountLab(vertx)
                .write(0, 2_000)
                .rollUp()
                .settle()
                .write(2_000, 3_000)
                .rollUp();
        api = started(new ListenerConfig(true, "127.0.0.1", 0, null), lab.counts);
        contract = new Contract(vertx);
    }

    @AfterAll
    static void stop() {
        lab.close();
        vertx.close().await();
    }

    private static ReadApi started(ListenerConfig config, ClickCounts counts) {
        return started(config, counts, null);
    }

    private static ReadApi started(ListenerConfig config, ClickCounts counts, VisitorCounts visitors) {
        Watermarks everything = new Watermarks("topic-id", NOW, List.of(new Watermarks.Partition(0, 3_000, 3_000)));
        CountedUntil until = new CountedUntil(
                new CompleteUntil(vertx, lab.database), counts, () -> Future.succeededFuture(everything));
        ReadApi made = new ReadApi(config, new ClickReader(counts, until, visitors), InstantSource.fixed(NOW));
        vertx.deployVerticle(made).await();
        return made;
    }

    @ParameterizedTest
    @CsvSource({
        "clicks,    /clicks/link1",
        "clicks,    /clicks/nobody",
        "breakdown, /clicks/link1/breakdown?by=country",
        "breakdown, /clicks/link1/breakdown?by=city&limit=1&from=2026-02-01&to=2026-02-02T07:00:00Z",
        "breakdown, /clicks/nobody/breakdown?by=os",
        "timeline,  /clicks/link1/timeline",
        "timeline,  /clicks/link1/timeline?bucket=day&from=2026-02-01&to=2026-03-01",
        "visitors,  /clicks/link1/visitors",
        "visitors,  /clicks/link1/visitors?from=2026-02-01&to=2026-02-03",
        "top,       /top?by=link",
        "top,       /top?by=link&from=2026-02-01&limit=3",
        "top,       /top?by=source&to=2026-02-01T01:00:00%2B01:00",
        "summary,   /summary?limit=3"
    })
    void answers_are_as_the_contract_says(String operation, String path) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("cache-control")).hasValue("private, max-age=1");
        contract.holds(operation, answer);
    }

    @ParameterizedTest
    @CsvSource({"localhost, 200", "127.0.0.1, 200", "[::1], 200", "rebound.example, 421", "127.0.0.1.nip.io, 421"})
    void without_a_token_only_names_of_this_machine_lead_here(String host, int status) {
        int port = URI.create(api.url()).getPort();
        RequestOptions asked = new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(port, "127.0.0.1"))
                .setHost(host)
                .setPort(port)
                .setURI("/api/v1/summary");
        HttpClientAgent client = vertx.createHttpClient();

        assertThat(client.request(asked)
                        .compose(request -> request.send())
                        .map(answer -> answer.statusCode())
                        .eventually(client::close)
                        .await())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clicks    | /clicks/much-too-long           | short_code | 1 to 8 of A-Z a-z 0-9 _ -",
                "clicks    | /clicks/%3Cscript%3E            | short_code | <script>",
                "clicks    | /clicks/a?form=2026-01-01       | form       | the parameters (none)",
                "breakdown | /clicks/a/breakdown             | by         | country, region, city, device",
                "breakdown | /clicks/a/breakdown?by=ip       | by         | 'ip' cannot be used",
                "breakdown | /clicks/a/breakdown?by=os&limit=0     | limit | 1 to 1000",
                "breakdown | /clicks/a/breakdown?by=os&limit=1001  | limit | 1 to 1000",
                "breakdown | /clicks/a/breakdown?by=os&by=city     | by    | one value",
                "breakdown | /clicks/a/breakdown?by=os&from=2026-01-01T00:30:00Z | from | counted by the hour",
                "breakdown | /clicks/a/breakdown?by=os&from=yesterday            | from | a full hour such as",
                "breakdown | /clicks/a/breakdown?by=os&from=2026-01-02&to=2026-01-01 | to | a time after from",
                "timeline  | /clicks/a/timeline?bucket=week  | bucket     | hour, day",
                "timeline  | /clicks/a/timeline?bucket=day&to=2026-01-01T03:00:00Z | to | a full day in UTC",
                "timeline  | /clicks/a/timeline?from=2025-01-01&to=2026-01-01 | from | at most 1000 buckets",
                "visitors  | /clicks/a/visitors?from=2026-01-01T03:00:00Z | from  | a full day in UTC",
                "visitors  | /clicks/a/visitors?from=2026-01-02&to=2026-01-01 | to | a time after from",
                "top       | /top?by=ip                      | by         | link, country",
                "summary   | /summary?limit=101              | limit      | 1 to 100"
            })
    void a_question_that_cannot_be_answered_is_told_which_parameter_is_at_fault_and_what_is_allowed(
            String operation, String path, String parameter, String detail) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        contract.holds(operation, answer);
        assertThat(new JsonObject(answer.body()).getString("parameter")).isEqualTo(parameter);
        assertThat(new JsonObject(answer.body()).getString("detail")).contains(detail);
    }

    /** What the judge is worth: an answer with a member too many is refused. */
    @Test
    void control_an_answer_that_is_not_as_the_contract_says_is_refused() throws Exception {
        String body = new JsonObject(get("/clicks/link1").body())
                .put("ip", "192.0.2.1")
                .encode();

        assertThatThrownBy(() -> contract.holds("clicks", 200, "application/json", body))
                .hasMessageContaining("ip");
    }

    @Test
    void totals_are_those_of_the_table() throws Exception {
        JsonObject answer = new JsonObject(get("/clicks/link1").body());

        assertThat(answer.getLong("total_clicks"))
                .isEqualTo(TestPostgres.number(lab.database, "SELECT count(*) FROM clicks WHERE short_code = 'link1'"));
        assertThat(answer.getLong("human_clicks"))
                .isEqualTo(TestPostgres.number(
                        lab.database,
                        "SELECT count(*) FROM clicks WHERE short_code = 'link1' AND device_type <> 'Bot'"));
        assertThat(Instant.parse(answer.getString("first_click")).getEpochSecond())
                .isEqualTo(TestPostgres.number(
                        lab.database,
                        "SELECT extract(epoch FROM min(clicked_at))::int8 FROM clicks WHERE short_code = 'link1'"));
    }

    @Test
    void a_timeline_has_its_empty_buckets_too_and_ends_now_unless_it_is_told_otherwise() throws Exception {
        JsonObject hours = new JsonObject(get("/clicks/nobody/timeline").body());

        assertThat(hours.getString("to")).isEqualTo("2026-02-03T11:00:00Z");
        assertThat(hours.getJsonArray("buckets")).hasSize(24);
        assertThat(hours.getJsonArray("buckets").getJsonObject(23))
                .isEqualTo(new JsonObject()
                        .put("start", "2026-02-03T10:00:00Z")
                        .put("clicks", 0)
                        .put("human_clicks", 0));
    }

    /** It holds for the counts only once what had been written by then has been rolled up. */
    @Test
    void complete_until_waits_for_the_counts() throws Exception {
        CountLab own = new CountLab(vertx).write(0, 100).rollUp();
        CountedUntil until = new CountedUntil(
                new CompleteUntil(vertx, own.database),
                own.counts,
                () -> Future.succeededFuture(
                        new Watermarks("topic-id", NOW, List.of(new Watermarks.Partition(0, 100, 100)))));

        assertThat(until.get().await()).as("looked at after the roll-up").isEmpty();
        own.rollUp();
        Awaitility.await().untilAsserted(() -> assertThat(until.get().await()).hasValue(NOW));
        own.close();
    }

    @Test
    void an_answer_that_has_not_changed_is_not_sent_again() throws Exception {
        String tag = get("/clicks/nobody/breakdown?by=os")
                .headers()
                .firstValue("etag")
                .orElseThrow();
        Awaitility.await().untilAsserted(() -> {
            String latest = get("/clicks/nobody/breakdown?by=os")
                    .headers()
                    .firstValue("etag")
                    .orElseThrow();
            HttpResponse<String> again = get("/clicks/nobody/breakdown?by=os", "If-None-Match", latest);
            assertThat(again.statusCode()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
        });

        assertThat(get("/clicks/link1/breakdown?by=os", "If-None-Match", tag).statusCode())
                .isEqualTo(200);
    }

    @Test
    void lists_are_csv_for_those_who_ask_for_it() throws Exception {
        HttpResponse<String> csv = get("/top?by=country&limit=2", "Accept", "text/csv");

        assertThat(csv.headers().firstValue("content-type")).hasValue("text/csv; charset=utf-8; header=present");
        assertThat(csv.body().split("\r\n")).hasSize(3).startsWith("value,clicks");
        assertThat(get("/clicks/link1/timeline", "Accept", "text/csv").body())
                .startsWith("start,clicks,human_clicks\r\n");
        assertThat(get("/top?by=country", "Accept", "text/html,*/*").body()).startsWith("{");

        HttpResponse<String> neither = get("/clicks/link1", "Accept", "text/csv");
        assertThat(neither.statusCode()).isEqualTo(406);
        assertThat(neither.body()).contains("offered: application/json");
    }

    @ParameterizedTest
    @CsvSource({
        "clicks,   /clicks/link1",
        "timeline, /clicks/link1/timeline?bucket=day",
        "visitors, /clicks/link1/visitors?from=2026-02-01",
        "summary,  /summary"
    })
    void where_visitors_are_not_counted_no_answer_has_a_number_of_them(String operation, String path) throws Exception {
        HttpResponse<String> answer = get(path);

        contract.holds(operation, answer);
        assertThat(answer.body()).doesNotContain("\"visitors");
    }

    /** They were counted from the first of the month on, 6 o'clock. */
    @Test
    void visitors_are_told_for_days_on_which_they_were_counted_throughout_and_for_no_other() throws Exception {
        try (VisitorLab own = visitors()) {
            ReadApi counting = started(new ListenerConfig(true, "127.0.0.1", 0, null), own.counts, own.visitors);

            JsonObject all = answered(counting, "clicks", "/clicks/abc");
            assertThat(all.getLong("visitors")).isEqualTo(4 + 5 + 8);
            assertThat(all.getString("visitors_since")).isEqualTo("2026-02-01T06:00:00Z");
            assertThat(answered(counting, "summary", "/summary").getLong("visitors"))
                    .isEqualTo(4 + 5 + 8);

            JsonObject since = answered(counting, "visitors", "/clicks/abc/visitors");
            assertThat(since.getString("from")).isEqualTo("2026-02-02T00:00:00Z");
            assertThat(since.getLong("visitors")).isEqualTo(5 + 8);
            assertThat(answered(counting, "visitors", "/clicks/abc/visitors?from=2026-02-02&to=2026-02-03")
                            .getLong("visitors"))
                    .isEqualTo(5);
            assertThat(answered(counting, "visitors", "/clicks/nobody/visitors").getLong("visitors"))
                    .as("nobody came")
                    .isZero();
            assertThat(answered(counting, "visitors", "/clicks/abc/visitors?from=2026-02-01&to=2026-02-03")
                            .containsKey("visitors"))
                    .as("nobody knows")
                    .isFalse();

            String days = "/clicks/abc/timeline?bucket=day&from=2026-02-01&to=2026-02-05";
            assertThat(answered(counting, "timeline", days).getJsonArray("buckets").stream()
                            .map(bucket -> ((JsonObject) bucket).getValue("visitors")))
                    .containsExactly(null, 5, 8, null);
            assertThat(send(counting, days, "Accept", "text/csv").body())
                    .isEqualTo(
                            """
                            start,clicks,human_clicks,visitors
                            2026-02-01T00:00:00Z,0,0,
                            2026-02-02T00:00:00Z,0,0,5
                            2026-02-03T00:00:00Z,0,0,8
                            2026-02-04T00:00:00Z,0,0,
                            """
                                    .replace("\n", "\r\n"));
        }
    }

    private static VisitorLab visitors() {
        VisitorChanges known = new VisitorChanges();
        LocalDate first = LocalDate.of(2026, 2, 1);
        return new VisitorLab(vertx)
                .write(known, "abc", first, 0, 4)
                .write(known, "abc", first.plusDays(1), 0, 5)
                .write(known, "abc", first.plusDays(2), 0, 8)
                .rollUp()
                .countingSince(Instant.parse("2026-02-01T06:00:00Z"));
    }

    private static JsonObject answered(ReadApi server, String operation, String path) throws Exception {
        HttpResponse<String> answer = send(server, path, "Accept", "application/json");
        contract.holds(operation, answer);
        return new JsonObject(answer.body());
    }

    @Test
    void without_the_token_nothing_is_said() throws Exception {
        ReadApi guarded =
                started(new ListenerConfig(true, "127.0.0.1", 0, new Secret("only for those with it")), lab.counts);

        HttpResponse<String> refused = send(guarded, "/clicks/link1", "Authorization", "Bearer something else");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("www-authenticate")).hasValue("Bearer");
        contract.holds("clicks", refused);
        assertThat(send(guarded, "/openapi.yaml", "Accept", "*/*").statusCode()).isEqualTo(401);
        assertThat(send(guarded, "/clicks/link1", "Authorization", "Bearer only for those with it")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_database_that_does_not_answer_is_said_and_does_not_take_long() throws Exception {
        String nowhere = "postgres://me@127.0.0.1:" + Servers.unusedPort() + "/none?sslmode=disable";
        ClickCounts none = new ClickCounts(
                vertx,
                new ReadConfig(
                        dev.shortener.analytics.config.DatabaseConfig.parse(nowhere), 1, Duration.ofMillis(500)));
        ReadApi blind = started(new ListenerConfig(true, "127.0.0.1", 0, null), none);

        HttpResponse<String> answer = send(blind, "/clicks/link1", "Accept", "*/*");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
        contract.holds("clicks", answer);
        none.close().await();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/clicks", "/clicks/a/b", "/../../etc/passwd"})
    void there_is_nothing_else(String path) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(new JsonObject(answer.body()).getString("type"))
                .isEqualTo("urn:analytics-consumer:problem:not-found");
    }

    @Test
    void counts_can_only_be_read() throws Exception {
        HttpResponse<String> answer = CLIENT.send(
                HttpRequest.newBuilder(URI.create(api.url() + "/api/v1/clicks/a"))
                        .DELETE()
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).hasValue("GET");
    }

    @Test
    void the_contract_is_served_and_names_every_operation() throws Exception {
        HttpResponse<String> served = get("/openapi.yaml");

        assertThat(served.headers().firstValue("content-type")).hasValue("application/yaml");
        assertThat(served.body()).startsWith("openapi: 3.1.0");
        assertThat(contract.operations())
                .containsExactlyInAnyOrder(
                        "clicks",
                        "breakdown",
                        "timeline",
                        "visitors",
                        "top",
                        "summary",
                        "live",
                        "deadLetters",
                        "deadLetter");
    }

    @Test
    void a_taken_port_is_one_clear_message() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() ->
                            started(new ListenerConfig(true, "127.0.0.1", taken.getLocalPort(), null), lab.counts))
                    .isInstanceOf(AddressUnavailableException.class)
                    .hasMessageContaining("Http cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("Http.Port");
        }
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return get(path, "Accept", "application/json");
    }

    private static HttpResponse<String> get(String path, String header, String value)
            throws IOException, InterruptedException {
        return send(api, path, header, value);
    }

    private static HttpResponse<String> send(ReadApi server, String path, String header, String value)
            throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(server.url() + "/api/v1" + path))
                        .header(header, value)
                        .build(),
                BodyHandlers.ofString());
    }
}
