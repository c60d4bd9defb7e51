package dev.shortener.analytics.http.live;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The last five minutes, second by second, so that a page has something to show at once. Confined to one thread; plain Java. */
final class RateHistory {

    static final int SECONDS = 300;

    private final Deque<Second> seconds = new ArrayDeque<>();
    private long countBefore = -1;

    private record Second(long at, long clicks, @Nullable Long lag) {}

    /**
     * Ends a second.
     *
     * @param at seconds since 1970
     * @param count clicks since the start of the process
     * @param lag records; null if not known
     */
    void add(long at, long count, @Nullable Long lag) {
        if (countBefore >= 0) {
            seconds.addLast(new Second(at, count - countBefore, lag));
        }
        countBefore = count;
        if (seconds.size() > SECONDS) {
            seconds.removeFirst();
        }
    }

    JsonObject json() {
        JsonArray at = new JsonArray();
        JsonArray clicks = new JsonArray();
        JsonArray lag = new JsonArray();
        for (Second second : seconds) {
            at.add(second.at());
            clicks.add(second.clicks());
            lag.add(second.lag());
        }
        return new JsonObject().put("at", at).put("rate", clicks).put("lag", lag);
    }
}
