package dev.shortener.analytics.http;

import com.google.protobuf.Message;
import dev.shortener.analytics.config.ListenerConfig;
import dev.shortener.analytics.store.ClickCounts;
import dev.shortener.analytics.store.ClickTotals;
import dev.shortener.analytics.store.CountWindow;
import dev.shortener.analytics.store.Dimension;
import dev.shortener.analytics.store.VisitorCounts;
import dev.shortener.contract.AnalyticsContract;
import dev.shortener.contract.GetAnalyticsSummaryRequest;
import dev.shortener.contract.GetAnalyticsSummaryResponse;
import dev.shortener.contract.GetClickCountRequest;
import dev.shortener.contract.GetClickCountResponse;
import dev.shortener.contract.ValueCount;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.health.HealthService;
import io.vertx.grpc.reflection.ReflectionService;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.Service;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The counts of clicks over gRPC, by the shortener's own contract, so that its URL service can be pointed here. Confined to its context.
 *
 * <p>With the standard services for health and reflection. Clear text: TLS is for whoever stands in front of it.
 */
public final class AnalyticsRpc extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(AnalyticsRpc.class);

    private static final ServiceName NAME = ServiceName.create("analytics", "Analytics");
    private static final int DEFAULT_VALUES = 10;
    private static final int MOST_VALUES = 100;

    private final ListenerConfig config;
    private final BearerToken token;
    private final ClickReader reader;
    private final Readiness readiness;

    private HttpServer server;

    public AnalyticsRpc(ListenerConfig config, ClickReader reader, Readiness readiness) {
        this.config = config;
        this.token = new BearerToken(config.token());
        this.reader = reader;
        this.readiness = readiness;
    }

    @Override
    public Future<?> start() {
        GrpcServer calls = GrpcServer.server(vertx)
                .addService(analytics())
                .addService(health())
                .addService(ReflectionService.v1());
        server = vertx.createHttpServer().requestHandler(request -> admit(request, calls));
        return server.listen(config.port(), config.host())
                .onSuccess(listening ->
                        LOG.info("read API gRPC address={}:{}", Listeners.inUrl(config.host()), server.actualPort()))
                .recover(failure -> Future.failedFuture(Listeners.unavailable("Grpc", config, failure)));
    }

    /** The port that it listens on. */
    public int port() {
        return server.actualPort();
    }

    @Override
    public Future<?> stop() {
        return server.close();
    }

    /** A call that is not admitted ends as gRPC has it: status 200, and why in the trailers. */
    private void admit(HttpServerRequest request, Handler<HttpServerRequest> calls) {
        if (token.admits(request.getHeader("authorization"))) {
            calls.handle(request);
            return;
        }
        request.response()
                .putHeader("content-type", "application/grpc")
                .putHeader("grpc-status", Integer.toString(GrpcStatus.UNAUTHENTICATED.code))
                .putHeader("grpc-message", "send authorization: Bearer with the value of Grpc.Token")
                .end();
    }

    private Service analytics() {
        return Service.service(NAME, AnalyticsContract.getDescriptor().findServiceByName("Analytics"))
                .bind(method("GetClickCount", GetClickCountRequest.getDefaultInstance()), answering(this::clickCount))
                .bind(
                        method("GetAnalyticsSummary", GetAnalyticsSummaryRequest.getDefaultInstance()),
                        answering(this::summary))
                .build();
    }

    private HealthService health() {
        return HealthService.create(vertx).register("", this::isReady).register(NAME, this::isReady);
    }

    private Future<Boolean> isReady() {
        return Future.succeededFuture(readiness.problems().isEmpty());
    }

    private static <Q extends Message, A extends Message> ServiceMethod<Q, A> method(String name, Q sample) {
        return ServiceMethod.server(NAME, name, GrpcMessageEncoder.encoder(), GrpcMessageDecoder.decoder(sample));
    }

    private static <Q, A> Handler<GrpcServerRequest<Q, A>> answering(Function<Q, Future<A>> answer) {
        return call -> call.last().onSuccess(question -> answer(call, question, answer));
    }

    private static <Q, A> void answer(GrpcServerRequest<Q, A> call, Q question, Function<Q, Future<A>> answer) {
        try {
            answer.apply(question).onSuccess(call.response()::end).onFailure(failure -> {
                LOG.info("counts cannot be read method={} cause=\"{}\"", call.methodName(), failure.toString());
                fail(call, GrpcStatus.UNAVAILABLE, "the counts cannot be read at present");
            });
        } catch (InvalidParameterException fault) {
            fail(call, GrpcStatus.INVALID_ARGUMENT, String.valueOf(fault.getMessage()));
        }
    }

    private static void fail(GrpcServerRequest<?, ?> call, GrpcStatus status, String message) {
        call.response().status(status).statusMessage(message).end();
    }

    private Future<GetClickCountResponse> clickCount(GetClickCountRequest question) {
        String shortCode = Question.shortCode(question.getShortCode());
        return reader.counts()
                .totals(shortCode)
                .map(totals -> GetClickCountResponse.newBuilder()
                        .setShortCode(shortCode)
                        .setTotalClicks(totals.clicks())
                        .setHumanClicks(totals.humans()))
                .compose(answer -> visitors(shortCode).map(found -> {
                    found.ifPresent(
                            counted -> answer.setVisitors(counted.visitors()).setVisitorsSince(text(counted.since())));
                    return answer;
                }))
                .compose(answer -> reader.until().get().map(until -> answer.setCompleteUntil(text(until))
                        .build()));
    }

    private Future<Optional<VisitorCounts.Since>> visitors(String shortCode) {
        VisitorCounts visitors = reader.visitors();
        return visitors == null ? Future.succeededFuture(Optional.empty()) : visitors.since(shortCode);
    }

    private Future<GetAnalyticsSummaryResponse> summary(GetAnalyticsSummaryRequest question) {
        String shortCode =
                question.getShortCode().isEmpty() ? ClickCounts.ALL_LINKS : Question.shortCode(question.getShortCode());
        int limit = limit(question.getLimit());
        return reader.counts()
                .totals(shortCode)
                .map(AnalyticsRpc::summarized)
                .compose(summary -> visitors(shortCode).map(found -> {
                    found.ifPresent(
                            counted -> summary.setVisitors(counted.visitors()).setVisitorsSince(text(counted.since())));
                    return summary;
                }))
                .compose(summary -> values(shortCode, Dimension.COUNTRY, limit).map(summary::addAllCountries))
                .compose(summary -> values(shortCode, Dimension.DEVICE, limit).map(summary::addAllDevices))
                .compose(summary -> values(shortCode, Dimension.SOURCE, limit).map(summary::addAllSources))
                .compose(summary -> values(shortCode, Dimension.CHANNEL, limit).map(summary::addAllChannels))
                .compose(summary -> reader.until().get().map(until -> summary.setCompleteUntil(text(until))
                        .build()));
    }

    private static GetAnalyticsSummaryResponse.Builder summarized(ClickTotals totals) {
        return GetAnalyticsSummaryResponse.newBuilder()
                .setTotalClicks(totals.clicks())
                .setHumanClicks(totals.humans())
                .setFirstClick(text(totals.first()))
                .setLastClick(text(totals.last()));
    }

    private Future<List<ValueCount>> values(String shortCode, Dimension by, int limit) {
        return reader.counts().breakdown(shortCode, by, CountWindow.ALL, limit).map(found -> found.values().stream()
                .map(value -> ValueCount.newBuilder()
                        .setValue(value.value())
                        .setClicks(value.clicks())
                        .build())
                .toList());
    }

    private static int limit(int asked) {
        if (asked < 0 || asked > MOST_VALUES) {
            throw new InvalidParameterException(
                    "limit", Integer.toString(asked), "1 to " + MOST_VALUES + ", or 0 for 10");
        }
        return asked == 0 ? DEFAULT_VALUES : asked;
    }

    private static String text(Optional<Instant> time) {
        return text(time.orElse(null));
    }

    private static String text(@Nullable Instant time) {
        return time == null ? "" : time.toString();
    }
}
