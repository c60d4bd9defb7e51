package dev.shortener.analytics.http;

import dev.shortener.analytics.config.ListenerConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The counts of clicks over HTTP, as {@code openapi.yaml} describes them. Confined to its context.
 *
 * <p>It only reads. What is wrong with a question is said as RFC 9457 has it; a database that does not answer is status 503.
 */
public final class ReadApi extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(ReadApi.class);

    private static final String ROOT = "/api/v1";
    private static final String LINK = ROOT + "/clicks/:short_code";
    private static final String CONTRACT = "openapi.yaml";
    private static final int LONGEST_LINE = 4_096;

    private final ListenerConfig config;
    private final BearerToken token;
    private final CountAnswers answers;
    private final MoreRoutes more;

    private HttpServer server;
    private Buffer contract;

    /** Serves the counts alone. */
    public ReadApi(ListenerConfig config, ClickReader reader, InstantSource clock) {
        this(config, reader, clock, MoreRoutes.NONE);
    }

    /**
     * @param more what it serves beside the counts
     */
    public ReadApi(ListenerConfig config, ClickReader reader, InstantSource clock, MoreRoutes more) {
        this.more = more;
        this.config = config;
        this.token = new BearerToken(config.token());
        this.answers = new CountAnswers(reader, clock);
    }

    @Override
    public Future<?> start() {
        contract = vertx.fileSystem().readFileBlocking(CONTRACT);
        server = vertx.createHttpServer(new HttpServerOptions().setMaxInitialLineLength(LONGEST_LINE))
                .requestHandler(router());
        return server.listen(config.port(), config.host())
                .onSuccess(listening -> LOG.info("page and read API url={}/", url()))
                .recover(failure -> Future.failedFuture(Listeners.unavailable("Http", config, failure)));
    }

    /** Where it listens, the port included that was free. */
    public String url() {
        return "http://" + Listeners.inUrl(config.host()) + ":" + server.actualPort();
    }

    @Override
    public Future<?> stop() {
        more.stop();
        return server.close();
    }

    private Router router() {
        Router router = Router.router(vertx);
        more.mountOpen(router);
        router.route().handler(this::admit);
        more.mountGuarded(router);
        router.get(ROOT + "/" + CONTRACT).handler(this::contract);
        router.get(LINK).handler(ofLink(Set.of(), answers::clicks));
        router.get(LINK + "/breakdown").handler(ofLink(CountAnswers.ofLists(), answers::breakdown));
        router.get(LINK + "/timeline").handler(ofLink(Set.of("bucket", "from", "to", "limit"), answers::timeline));
        router.get(LINK + "/visitors").handler(ofLink(Set.of("from", "to"), answers::visitors));
        router.get(ROOT + "/top").handler(ofAll(CountAnswers.ofLists(), answers::top));
        router.get(ROOT + "/summary").handler(ofAll(Set.of("limit"), answers::summary));
        router.errorHandler(
                404, request -> Problem.notFound(request.normalizedPath()).answer(request));
        router.errorHandler(405, request -> Problem.methodNotAllowed(
                        request.request().method().name())
                .answer(request));
        router.errorHandler(400, request -> Problem.invalid(
                        new InvalidParameterException("path", request.request().uri(), "a URL that can be read"))
                .answer(request));
        return router;
    }

    private void admit(RoutingContext request) {
        request.response().putHeader("X-Content-Type-Options", "nosniff");
        if (!isAddressedHere(request.request().authority())) {
            Problem.misdirected().answer(request);
        } else if (token.admits(request.request().getHeader("Authorization"))) {
            request.next();
        } else {
            Problem.unauthorized().answer(request);
        }
    }

    /** Without a token, a page of another site must not read through a name of its own that leads here (DNS rebinding). */
    private boolean isAddressedHere(@Nullable HostAndPort authority) {
        return config.token() != null
                || (authority != null && ListenerConfig.isLoopback(Listeners.outOfUrl(authority.host())));
    }

    private void contract(RoutingContext request) {
        request.response()
                .putHeader("Content-Type", "application/yaml")
                .putHeader("Cache-Control", "max-age=3600")
                .end(contract);
    }

    private io.vertx.core.Handler<RoutingContext> ofLink(
            Set<String> parameters, BiFunction<String, Question, Future<Answer>> answer) {
        return request -> answer(
                request,
                parameters,
                question -> answer.apply(Question.shortCode(request.pathParam("short_code")), question));
    }

    private io.vertx.core.Handler<RoutingContext> ofAll(
            Set<String> parameters, Function<Question, Future<Answer>> answer) {
        return request -> answer(request, parameters, answer);
    }

    private static void answer(
            RoutingContext request, Set<String> parameters, Function<Question, Future<Answer>> answer) {
        try {
            answer.apply(new Question(request.queryParams(), parameters))
                    .onSuccess(found -> found.give(request))
                    .onFailure(failure -> fail(request, failure));
        } catch (InvalidParameterException fault) {
            Problem.invalid(fault).answer(request);
        }
    }

    private static void fail(RoutingContext request, Throwable failure) {
        LOG.info("counts cannot be read path={} cause=\"{}\"", request.normalizedPath(), failure.toString());
        if (!request.response().ended()) {
            Problem.unavailable().answer(request);
        }
    }
}
