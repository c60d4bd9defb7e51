package dev.shortener.analytics.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.shortener.analytics.config.ListenerConfig;
import dev.shortener.analytics.config.Secret;
import dev.shortener.analytics.store.ClickCounts;
import dev.shortener.analytics.store.CompleteUntil;
import dev.shortener.analytics.store.CountLab;
import dev.shortener.analytics.store.CountedUntil;
import dev.shortener.analytics.store.TestPostgres;
import dev.shortener.analytics.store.VisitorChanges;
import dev.shortener.analytics.store.VisitorCounts;
import dev.shortener.analytics.store.VisitorLab;
import dev.shortener.contract.GetAnalyticsSummaryRequest;
import dev.shortener.contract.GetAnalyticsSummaryResponse;
import dev.shortener.contract.ValueCount;
import dev.shortener.original.GetClickCountRequest;
import dev.shortener.original.GetClickCountResponse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.health.v1.HealthCheckRequest;
import io.vertx.grpc.health.v1.HealthCheckResponse;
import io.vertx.grpc.reflection.v1.ServerReflectionRequest;
import io.vertx.grpc.reflection.v1.ServerReflectionResponse;
import io.vertx.grpc.reflection.v1.ServiceResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asked by a client that is made of the shortener's own proto file, over a real connection and with a real database. */
class AnalyticsRpcIT {

    private static final ServiceName ANALYTICS = ServiceName.create("analytics", "Analytics");
    private static final ServiceMethod<GetClickCountResponse, GetClickCountRequest> CLICK_COUNT =
            method(ANALYTICS, "GetClickCount", GetClickCountResponse.getDefaultInstance());

    private static final List<String> PROBLEMS = new ArrayList<>();

    private static Vertx vertx;
    private static CountLab lab;
    private static GrpcClient client;
    private static AnalyticsRpc server;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        lab = new CountLab(vertx).write(0, 1_000).rollUp();
        client = GrpcClient.client(vertx);
        server = started(new ListenerConfig(true, "127.0.0.1", 0, null));
    }

    @AfterAll
    static void stop() {
        lab.close();
        vertx.close().await();
    }

    private static AnalyticsRpc started(ListenerConfig config) {
        return started(config, lab.counts, null);
    }

    private static AnalyticsRpc started(ListenerConfig config, ClickCounts counts, VisitorCounts visitors) {
        CountedUntil until = new CountedUntil(
                new CompleteUntil(vertx, lab.database), lab.counts, () -> Future.failedFuture("no brokers"));
        AnalyticsRpc made = new AnalyticsRpc(config, new ClickReader(counts, until, visitors), () -> PROBLEMS);
        vertx.deployVerticle(made).await();
        return made;
    }

    @Test
    void the_shorteners_client_is_told_how_often_a_link_was_clicked() {
        GetClickCountResponse answer = ask(CLICK_COUNT, "link2");

        assertThat(answer.getShortCode()).isEqualTo("link2");
        assertThat(answer.getTotalClicks())
                .isEqualTo(TestPostgres.number(lab.database, "SELECT count(*) FROM clicks WHERE short_code = 'link2'"))
                .isPositive();
    }

    @Test
    void a_link_that_is_not_known_was_clicked_0_times() {
        assertThat(ask(CLICK_COUNT, "nobody").getTotalClicks()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "much-too-long", "no/slash"})
    void what_can_be_no_link_is_an_invalid_argument(String shortCode) {
        GrpcClientResponse<?, ?> answer = send(server, CLICK_COUNT, request(shortCode), null);
        answer.end().otherwiseEmpty().await();

        assertThat(answer.status()).isEqualTo(GrpcStatus.INVALID_ARGUMENT);
        assertThat(answer.statusMessage()).contains("short_code '" + shortCode + "'", "1 to 8 of");
    }

    @Test
    void a_newer_client_is_told_more() {
        GetAnalyticsSummaryResponse answer = send(
                        server,
                        method(ANALYTICS, "GetAnalyticsSummary", GetAnalyticsSummaryResponse.getDefaultInstance()),
                        GetAnalyticsSummaryRequest.newBuilder().setLimit(3).build(),
                        null)
                .last()
                .await();

        assertThat(answer.getTotalClicks()).isEqualTo(1_000);
        assertThat(answer.getHumanClicks()).isBetween(1L, 999L);
        assertThat(answer.getCountriesList()).hasSize(3);
        assertThat(answer.getSourcesList())
                .isSortedAccordingTo((one, other) -> Long.compare(other.getClicks(), one.getClicks()));
        assertThat(answer.getDevicesList()).extracting(ValueCount::getClicks).allMatch(clicks -> clicks > 0);
    }

    @Test
    void visitors_are_told_where_they_are_counted_and_only_there() {
        Instant since = Instant.parse("2026-02-01T06:00:00Z");
        try (VisitorLab own = new VisitorLab(vertx)
                .write(new VisitorChanges(), "abc", LocalDate.of(2026, 2, 2), 0, 6)
                .rollUp()
                .countingSince(since)) {
            AnalyticsRpc counting = started(new ListenerConfig(true, "127.0.0.1", 0, null), own.counts, own.visitors);

            assertThat(summary(counting).getVisitors()).isEqualTo(6);
            assertThat(summary(counting).getVisitorsSince()).isEqualTo(since.toString());
            assertThat(count(counting, "abc").getVisitors()).isEqualTo(6);
            assertThat(count(counting, "nobody").hasVisitors())
                    .as("nobody came")
                    .isTrue();
        }
        assertThat(summary(server).hasVisitors()).isFalse();
        assertThat(summary(server).getVisitorsSince()).isEmpty();
        assertThat(count(server, "link2").hasVisitors()).isFalse();
    }

    private static GetAnalyticsSummaryResponse summary(AnalyticsRpc asked) {
        return send(
                        asked,
                        method(ANALYTICS, "GetAnalyticsSummary", GetAnalyticsSummaryResponse.getDefaultInstance()),
                        GetAnalyticsSummaryRequest.getDefaultInstance(),
                        null)
                .last()
                .await();
    }

    private static dev.shortener.contract.GetClickCountResponse count(AnalyticsRpc asked, String shortCode) {
        return send(
                        asked,
                        method(
                                ANALYTICS,
                                "GetClickCount",
                                dev.shortener.contract.GetClickCountResponse.getDefaultInstance()),
                        request(shortCode),
                        null)
                .last()
                .await();
    }

    @Test
    void without_the_token_nothing_is_said() {
        AnalyticsRpc guarded = started(new ListenerConfig(true, "127.0.0.1", 0, new Secret("only for those with it")));

        GrpcClientResponse<?, ?> refused = send(guarded, CLICK_COUNT, request("link2"), "Bearer wrong");
        refused.end().otherwiseEmpty().await();
        assertThat(refused.status()).isEqualTo(GrpcStatus.UNAUTHENTICATED);
        assertThat(send(guarded, CLICK_COUNT, request("link2"), "Bearer only for those with it")
                        .last()
                        .await()
                        .getTotalClicks())
                .isPositive();
    }

    @Test
    void health_is_that_of_the_service() {
        ServiceMethod<HealthCheckResponse, HealthCheckRequest> check = method(
                ServiceName.create("grpc.health.v1", "Health"), "Check", HealthCheckResponse.getDefaultInstance());
        HealthCheckRequest question = HealthCheckRequest.newBuilder()
                .setService("analytics.Analytics")
                .build();

        assertThat(send(server, check, question, null).last().await().getStatus())
                .isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
        PROBLEMS.add("no database");
        try {
            assertThat(send(server, check, question, null).last().await().getStatus())
                    .isEqualTo(HealthCheckResponse.ServingStatus.NOT_SERVING);
        } finally {
            PROBLEMS.clear();
        }
    }

    @Test
    void a_client_without_a_proto_file_can_ask_what_there_is() {
        ServerReflectionResponse answer = send(
                        server,
                        method(
                                ServiceName.create("grpc.reflection.v1", "ServerReflection"),
                                "ServerReflectionInfo",
                                ServerReflectionResponse.getDefaultInstance()),
                        ServerReflectionRequest.newBuilder().setListServices("").build(),
                        null)
                .last()
                .await();

        assertThat(answer.getListServicesResponse().getServiceList())
                .extracting(ServiceResponse::getName)
                .contains("analytics.Analytics", "grpc.health.v1.Health");
    }

    private static GetClickCountRequest request(String shortCode) {
        return GetClickCountRequest.newBuilder().setShortCode(shortCode).build();
    }

    private static GetClickCountResponse ask(
            ServiceMethod<GetClickCountResponse, GetClickCountRequest> method, String shortCode) {
        return send(server, method, request(shortCode), null).last().await();
    }

    private static <Q, A> GrpcClientResponse<Q, A> send(
            AnalyticsRpc to, ServiceMethod<A, Q> method, Q question, String authorization) {
        return client.request(SocketAddress.inetSocketAddress(to.port(), "127.0.0.1"), method)
                .compose(request -> {
                    if (authorization != null) {
                        request.headers().set("authorization", authorization);
                    }
                    request.end(question);
                    return request.response();
                })
                .await();
    }

    private static <Q extends Message, A extends Message> ServiceMethod<A, Q> method(
            ServiceName service, String name, A sample) {
        return ServiceMethod.client(service, name, GrpcMessageEncoder.encoder(), GrpcMessageDecoder.decoder(sample));
    }
}
