package dev.shortener.analytics.http;

import dev.shortener.analytics.store.CountWindow;
import dev.shortener.analytics.store.VisitorCounts;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What answers say of visitors. Thread-safe.
 *
 * <p>A number that is not known is left out: 0 would read as if nobody had come.
 */
final class VisitorAnswers {

    static final String VISITORS = "visitors";
    static final String SINCE = "visitors_since";

    private final @Nullable VisitorCounts visitors;

    /**
     * @param visitors null if they are not counted
     */
    VisitorAnswers(@Nullable VisitorCounts visitors) {
        this.visitors = visitors;
    }

    /** Whether there may be anything to say. */
    boolean areCounted() {
        return visitors != null;
    }

    /** Adds the visitors of a link since they have been counted, and since when that is. */
    Future<JsonObject> addSince(String shortCode, JsonObject json) {
        VisitorCounts asked = visitors;
        return asked == null
                ? Future.succeededFuture(json)
                : asked.since(shortCode).map(found -> {
                    found.ifPresent(counted -> json.put(VISITORS, counted.visitors())
                            .put(SINCE, counted.since().toString()));
                    return json;
                });
    }

    /** Adds the visitors of a link within whole days, if they were counted throughout. */
    Future<JsonObject> addWithin(String shortCode, CountWindow window, JsonObject json) {
        VisitorCounts asked = visitors;
        return asked == null
                ? Future.succeededFuture(json)
                : asked.within(shortCode, window).map(found -> {
                    found.ifPresent(number -> json.put(VISITORS, number));
                    return json;
                });
    }

    /** Adds its visitors to each bucket that is a day on which they were counted throughout. */
    Future<JsonArray> addByDay(String shortCode, CountWindow window, Instant now, JsonArray buckets) {
        VisitorCounts asked = visitors;
        return asked == null
                ? Future.succeededFuture(buckets)
                : asked.byDay(shortCode, window, now).map(found -> {
                    for (int index = 0; index < buckets.size(); index++) {
                        JsonObject bucket = buckets.getJsonObject(index);
                        Long number = found.get(Instant.parse(bucket.getString("start")));
                        if (number != null) {
                            bucket.put(VISITORS, number);
                        }
                    }
                    return buckets;
                });
    }

    /** The first day on which they were counted throughout, to begin with where a question names no beginning; null if there is none. */
    Future<@Nullable Instant> firstDay() {
        VisitorCounts asked = visitors;
        return asked == null
                ? Future.succeededFuture()
                : asked.since().map(since -> since.map(VisitorAnswers::nextDay).orElse(null));
    }

    private static Instant nextDay(Instant time) {
        Instant day = time.truncatedTo(ChronoUnit.DAYS);
        return day.equals(time) ? day : day.plus(1, ChronoUnit.DAYS);
    }
}
