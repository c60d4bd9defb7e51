package dev.shortener.analytics.http.live;

import dev.shortener.analytics.http.Problem;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page, and what only it asks for. Mounted on the router of a server, before what refuses unknown paths. What else it shows, it reads
 * from the read API.
 */
public final class LivePage {

    private static final Logger LOG = LoggerFactory.getLogger(LivePage.class);

    private final LiveStream stream;
    private final LetterDesk letters;

    /**
     * @param stream started, and confined to the context of the server
     * @param letters the dead letters
     */
    public LivePage(LiveStream stream, LetterDesk letters) {
        this.stream = stream;
        this.letters = letters;
    }

    /** Mounts the files of the page: they hold no data, and whoever may reach the server may have them. */
    public static void mountFiles(Router router) {
        new WebFiles().mount(router);
    }

    /** Mounts what has data in it, behind whatever guards the read API. */
    public void mountApi(Router router) {
        router.get("/api/v1/live").handler(stream::watch);
        router.get("/api/v1/dead-letters").handler(this::overview);
        router.getWithRegex("/api/v1/dead-letters/(?<partition>\\d{1,9}):(?<offset>\\d{1,18})")
                .handler(this::letter);
    }

    private void overview(RoutingContext request) {
        letters.overview().onSuccess(body -> send(request, body)).onFailure(silent -> unavailable(request, silent));
    }

    private void letter(RoutingContext request) {
        int partition = Integer.parseInt(request.pathParam("partition"));
        long offset = Long.parseLong(request.pathParam("offset"));
        letters.letter(partition, offset)
                .onSuccess(found -> send(request, found, partition + ":" + offset))
                .onFailure(silent -> unavailable(request, silent));
    }

    private static void send(RoutingContext request, Optional<JsonObject> found, String place) {
        found.ifPresentOrElse(body -> send(request, body), () -> new Problem(
                        404, "not-found", "No such letter", "no dead letter stands at " + place, null)
                .answer(request));
    }

    private static void send(RoutingContext request, JsonObject body) {
        request.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(body.encode());
    }

    private static void unavailable(RoutingContext request, Throwable silent) {
        LOG.debug("dead letters cannot be read", silent);
        new Problem(
                        503,
                        "unavailable",
                        "The brokers do not answer",
                        "the dead letters cannot be read now: the brokers do not answer",
                        null)
                .answer(request);
    }
}
