package dev.shortener.analytics.http.live;

import dev.shortener.analytics.http.Problem;
import dev.shortener.analytics.metrics.PipelineCounts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Summaries for everybody who watches, as server-sent events. Confined to the context that starts it, which must be the one that the
 * requests come on.
 *
 * <p>One ticker makes one summary for all, four times a second at most, whatever the number of clicks. Nothing is kept for one who
 * does not read: a summary that does not fit goes by, and after ten seconds of that the connection is closed. Nobody watching, four
 * counters are read once a second and nothing else.
 */
public final class LiveStream {

    /** As much as a person can follow, and a browser draw without an effort. */
    static final Pace PACE = new Pace(Duration.ofMillis(250), Duration.ofSeconds(10));

    /** More than that many watchers are turned away. */
    static final int MOST_WATCHERS = 64;

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PARTS_INTERVAL = Duration.ofSeconds(5);
    private static final int QUEUE_BYTES = 64 << 10;

    /**
     * How fast it goes.
     *
     * @param tick the time between two summaries, at least
     * @param patience how long a watcher may not read
     */
    record Pace(Duration tick, Duration patience) {}

    private final Vertx vertx;
    private final LiveSources sources;
    private final NewestClicks clicks;
    private final InstantSource clock;
    private final Pace pace;
    private final ClickRate rate = new ClickRate();
    private final RateHistory history = new RateHistory();
    private final Map<HttpServerResponse, Long> stuckSince = new LinkedHashMap<>();
    private @Nullable Long lag;
    private boolean isLagAsked;
    private JsonArray parts = new JsonArray();
    private long partsAt;
    private boolean arePartsAsked;
    private boolean ticking;
    private long everySecond = -1;

    /**
     * @param clicks where the newest clicks are
     * @param clock says what time it is
     */
    public LiveStream(Vertx vertx, LiveSources sources, NewestClicks clicks, InstantSource clock) {
        this(vertx, sources, clicks, clock, PACE);
    }

    LiveStream(Vertx vertx, LiveSources sources, NewestClicks clicks, InstantSource clock, Pace pace) {
        this.pace = pace;
        this.vertx = vertx;
        this.sources = sources;
        this.clicks = clicks;
        this.clock = clock;
    }

    /** From now on there is a history. */
    public void start() {
        everySecond = vertx.setPeriodic(SECOND.toMillis(), now -> endSecond());
    }

    /** Lets all watchers go. */
    public void stop() {
        vertx.cancelTimer(everySecond);
        List.copyOf(stuckSince.keySet()).forEach(HttpServerResponse::end);
        stuckSince.clear();
        clicks.watched(false);
    }

    /** Another watcher; or a refusal, if there are too many. */
    public void watch(RoutingContext request) {
        if (stuckSince.size() >= MOST_WATCHERS) {
            new Problem(503, "busy", "Too many watch", "there are " + MOST_WATCHERS + " watchers already", null)
                    .answer(request);
            return;
        }
        HttpServerResponse response = request.response();
        response.putHeader("Content-Type", "text/event-stream; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Content-Encoding", "identity") // what is compressed waits until it is worth sending
                .setChunked(true)
                .setWriteQueueMaxSize(QUEUE_BYTES);
        response.closeHandler(gone -> leave(response)).exceptionHandler(gone -> leave(response));
        join(response);
    }

    private void join(HttpServerResponse response) {
        JsonObject hello = history.json().put("clicks", array(clicks.all())).put("started", counts().put("lag", lag));
        response.write("retry: 2000\n" + event("history", hello));
        stuckSince.put(response, 0L);
        clicks.watched(true);
        if (!ticking) {
            ticking = true;
            tick();
        }
    }

    private void leave(HttpServerResponse response) {
        stuckSince.remove(response);
        clicks.watched(!stuckSince.isEmpty());
    }

    /** A timer at a time, not a periodic one, which makes up for what it missed. */
    private void tick() {
        if (stuckSince.isEmpty()) {
            ticking = false;
            return;
        }
        String summary = event("summary", summary());
        for (HttpServerResponse response : List.copyOf(stuckSince.keySet())) {
            send(response, summary);
        }
        askForParts();
        vertx.setTimer(pace.tick().toMillis(), now -> tick());
    }

    private void send(HttpServerResponse response, String summary) {
        if (!response.writeQueueFull()) {
            stuckSince.put(response, 0L);
            response.write(summary);
            return;
        }
        long now = System.nanoTime();
        long since = stuckSince.merge(response, now, (before, current) -> before == 0 ? current : before);
        if (now - since > pace.patience().toNanos()) {
            leave(response);
            response.reset();
        }
    }

    private JsonObject summary() {
        PipelineCounts counts = sources.counts().get();
        rate.note(System.nanoTime(), counts.stored());
        return json(counts)
                .put("at", clock.millis())
                .put("rate", Math.round(rate.perSecond() * 10) / 10.0)
                .put("lag", lag)
                .put("watchers", stuckSince.size())
                .put("problems", new JsonArray(List.copyOf(sources.problems().get())))
                .put("parts", parts)
                .put("clicks", array(clicks.takeFresh()));
    }

    private JsonObject counts() {
        return json(sources.counts().get());
    }

    private static JsonObject json(PipelineCounts counts) {
        return new JsonObject()
                .put("consumed", counts.consumed())
                .put("stored", counts.stored())
                .put("duplicate", counts.duplicate())
                .put("rejected", counts.rejected());
    }

    private static JsonArray array(List<LiveClick> clicks) {
        JsonArray array = new JsonArray();
        clicks.forEach(click -> array.add(click.json()));
        return array;
    }

    private static String event(String name, JsonObject data) {
        return "event: " + name + "\ndata: " + data.encode() + "\n\n";
    }

    private void endSecond() {
        long stored = sources.counts().get().stored();
        history.add(clock.instant().getEpochSecond(), stored, lag);
        rate.note(System.nanoTime(), stored);
        if (stuckSince.isEmpty()) {
            lag = null;
        } else if (!isLagAsked) {
            isLagAsked = true;
            bounded(sources.lag().get()).onComplete(asked -> {
                isLagAsked = false;
                lag = asked.result();
            });
        }
    }

    private void askForParts() {
        if (arePartsAsked || (partsAt != 0 && System.nanoTime() - partsAt < PARTS_INTERVAL.toNanos())) {
            return;
        }
        arePartsAsked = true;
        bounded(sources.parts().get()).onComplete(asked -> {
            arePartsAsked = false;
            partsAt = System.nanoTime();
            List<PartHealth> healths = asked.succeeded() ? asked.result() : new ArrayList<>();
            parts = new JsonArray(healths.stream().map(PartHealth::json).toList());
        });
    }

    private <T> Future<T> bounded(Future<T> answer) {
        return answer.timeout(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
