package dev.shortener.analytics.http;

import dev.shortener.analytics.config.DevServerConfig;
import dev.shortener.analytics.metrics.PrometheusMetrics;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Health and metrics over HTTP. Confined to its context.
 *
 * <p>{@code /livez} answers as long as the process can answer at all, whatever state other systems are in; {@code /readyz} and the
 * configured health path say what is wrong, with status 503.
 */
public final class DevServer extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(DevServer.class);

    private final DevServerConfig config;
    private final PrometheusMetrics metrics;
    private final Readiness readiness;

    private HttpServer server;

    public DevServer(DevServerConfig config, PrometheusMetrics metrics, Readiness readiness) {
        this.config = config;
        this.metrics = metrics;
        this.readiness = readiness;
    }

    @Override
    public Future<?> start() {
        server = vertx.createHttpServer().requestHandler(router());
        return server.listen(config.port(), config.host())
                .onSuccess(listening -> LOG.info("health and metrics url={}{}", url(), config.healthPath()))
                .recover(failure -> Future.failedFuture(unavailable(failure)));
    }

    /** Where it listens, the port included that was free. */
    String url() {
        return "http://" + inUrl(config.host()) + ":" + server.actualPort();
    }

    private AddressUnavailableException unavailable(Throwable failure) {
        return new AddressUnavailableException(
                "DevServer cannot listen on " + inUrl(config.host()) + ":" + config.port() + " (" + failure.getMessage()
                        + "): choose another DevServer.Port, 0 for a free one, or DevServer.Host,"
                        + " or turn it off by DevServer.Enabled: false",
                failure);
    }

    private static String inUrl(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    @Override
    public Future<?> stop() {
        return server.close();
    }

    private Router router() {
        Router router = Router.router(vertx);
        router.get(DevServerConfig.LIVENESS_PATH).handler(request -> text(request, 200, "OK"));
        router.get(DevServerConfig.READINESS_PATH).handler(this::ready);
        router.get(config.healthPath()).handler(this::health);
        if (config.metricsEnabled()) {
            router.get(config.metricsPath()).handler(this::scrape);
        }
        return router;
    }

    private void scrape(RoutingContext request) {
        request.response()
                .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .end(metrics.scrape());
    }

    private void health(RoutingContext request) {
        List<String> problems = readiness.problems();
        if (problems.isEmpty()) {
            text(request, 200, config.healthResponse());
        } else {
            text(request, 503, String.join("\n", problems));
        }
    }

    private void ready(RoutingContext request) {
        List<String> problems = readiness.problems();
        HttpServerResponse response = request.response().putHeader("Content-Type", "application/json");
        JsonObject body =
                new JsonObject().put("ready", problems.isEmpty()).put("problems", new JsonArray(List.copyOf(problems)));
        response.setStatusCode(problems.isEmpty() ? 200 : 503).end(body.encode());
    }

    private static void text(RoutingContext request, int status, String body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end(body);
    }
}
