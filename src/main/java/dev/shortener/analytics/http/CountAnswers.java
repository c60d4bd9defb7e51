package dev.shortener.analytics.http;

import dev.shortener.analytics.store.ClickCounts;
import dev.shortener.analytics.store.ClickTotals;
import dev.shortener.analytics.store.CountWindow;
import dev.shortener.analytics.store.CountedBucket;
import dev.shortener.analytics.store.CountedValues;
import dev.shortener.analytics.store.Dimension;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers the questions of the HTTP API. Thread-safe. Each method throws {@link InvalidParameterException}. */
final class CountAnswers {

    private static final List<Dimension> SUMMARIZED =
            List.of(Dimension.COUNTRY, Dimension.DEVICE, Dimension.SOURCE, Dimension.CHANNEL);

    private static final String LINK = "link";
    private static final int MOST_BUCKETS = 1_000;
    private static final int MOST_SUMMARIZED = 100;
    private static final int LATEST_BUCKETS = 24;

    private final ClickReader reader;
    private final VisitorAnswers visitors;
    private final InstantSource clock;

    CountAnswers(ClickReader reader, InstantSource clock) {
        this.reader = reader;
        this.visitors = new VisitorAnswers(reader.visitors());
        this.clock = clock;
    }

    /** All clicks of a link. */
    Future<Answer> clicks(String shortCode, Question question) {
        return reader.counts()
                .totals(shortCode)
                .map(totals -> totals(new JsonObject().put("short_code", shortCode), totals))
                .compose(json -> visitors.addSince(shortCode, json))
                .compose(this::complete)
                .map(Answer::of);
    }

    /** The visitors of a link within whole days; without a beginning, from the first one on which they were counted. */
    Future<Answer> visitors(String shortCode, Question question) {
        Instant from = question.day("from");
        Instant to = question.day("to");
        question.window(from, to);
        Future<@Nullable Instant> beginning = from == null ? visitors.firstDay() : Future.succeededFuture(from);
        return beginning
                .compose(begin -> visitors(shortCode, begin, to))
                .compose(this::complete)
                .map(Answer::of);
    }

    private Future<JsonObject> visitors(String shortCode, @Nullable Instant from, @Nullable Instant to) {
        boolean isEmpty = from != null && to != null && !from.isBefore(to);
        CountWindow window = isEmpty ? new CountWindow(null, to) : new CountWindow(from, to);
        JsonObject json = window(new JsonObject().put("short_code", shortCode), window);
        return window.from() == null ? Future.succeededFuture(json) : visitors.addWithin(shortCode, window, json);
    }

    /** The clicks of a link by a dimension. */
    Future<Answer> breakdown(String shortCode, Question question) {
        Dimension by = Question.dimension(question.required("by", Question.dimensions("")));
        CountWindow window = question.window();
        int limit = question.limit(Question.DEFAULT_LIMIT, Question.MOST_VALUES);
        JsonObject head = window(new JsonObject().put("short_code", shortCode).put("by", by.label()), window);
        return reader.counts().breakdown(shortCode, by, window, limit).compose(found -> values(head, found));
    }

    /** The clicks of all links by a dimension, or the links with the most clicks. */
    Future<Answer> top(Question question) {
        String by = question.required("by", Question.dimensions(LINK + ", "));
        CountWindow window = question.window();
        int limit = question.limit(Question.DEFAULT_LIMIT, Question.MOST_VALUES);
        Future<CountedValues> found = by.equals(LINK)
                ? reader.counts().topLinks(window, limit)
                : reader.counts().breakdown(ClickCounts.ALL_LINKS, dimensionOrLink(by), window, limit);
        JsonObject head = window(new JsonObject().put("by", by), window);
        return found.compose(values -> values(head, values));
    }

    private static Dimension dimensionOrLink(String by) {
        return Dimension.of(by)
                .orElseThrow(() -> new InvalidParameterException("by", by, Question.dimensions(LINK + ", ")));
    }

    /** The clicks of a link by hour or day, the empty ones included. */
    Future<Answer> timeline(String shortCode, Question question) {
        boolean days = question.choice("bucket", List.of("hour", "day")).equals("day");
        ChronoUnit unit = days ? ChronoUnit.DAYS : ChronoUnit.HOURS;
        int limit = question.limit(MOST_BUCKETS, MOST_BUCKETS);
        CountWindow window = timelineWindow(question, unit, limit);
        JsonObject head =
                window(new JsonObject().put("short_code", shortCode).put("bucket", days ? "day" : "hour"), window);
        return reader.counts()
                .timeline(shortCode, days, window)
                .map(found -> buckets(found, window, unit))
                .compose(buckets -> days
                        ? visitors.addByDay(shortCode, window, clock.instant(), buckets)
                        : Future.succeededFuture(buckets))
                .map(buckets -> head.put("buckets", buckets))
                .compose(this::complete)
                .map(json -> new Answer(json, "buckets", columns(days && visitors.areCounted())));
    }

    private static List<String> columns(boolean withVisitors) {
        return withVisitors
                ? List.of("start", "clicks", "human_clicks", VisitorAnswers.VISITORS)
                : List.of("start", "clicks", "human_clicks");
    }

    private CountWindow timelineWindow(Question question, ChronoUnit unit, int limit) {
        Instant given = question.time("to");
        Instant to = given == null ? clock.instant().truncatedTo(unit).plus(1, unit) : given;
        Instant start = question.time("from");
        Instant from = start == null ? to.minus(Math.min(limit, LATEST_BUCKETS), unit) : start;
        for (Instant bound : List.of(to, from)) { // from may have been worked out of to
            if (!bound.truncatedTo(unit).equals(bound)) {
                throw new InvalidParameterException(
                        bound.equals(from) ? "from" : "to", bound.toString(), Question.FULL_DAY);
            }
        }
        CountWindow window = question.window(from, to);
        long buckets = unit.between(from, to);
        if (buckets > limit) {
            throw new InvalidParameterException(
                    "from", from.toString(), "at most " + limit + " buckets before to, " + to + ", and not " + buckets);
        }
        return window;
    }

    /** All clicks, and the most frequent values of some dimensions. */
    Future<Answer> summary(Question question) {
        int limit = question.limit(Question.DEFAULT_LIMIT, MOST_SUMMARIZED);
        Future<JsonObject> answer =
                reader.counts().totals(ClickCounts.ALL_LINKS).map(totals -> totals(new JsonObject(), totals));
        answer = answer.compose(json -> visitors.addSince(ClickCounts.ALL_LINKS, json));
        answer = answer.compose(
                json -> reader.counts().topLinks(CountWindow.ALL, limit).map(found -> json.put("links", list(found))));
        for (Dimension by : SUMMARIZED) {
            answer = answer.compose(json -> reader.counts()
                    .breakdown(ClickCounts.ALL_LINKS, by, CountWindow.ALL, limit)
                    .map(found -> json.put(by.label(), list(found))));
        }
        return answer.compose(this::complete).map(Answer::of);
    }

    /** The parameters that a question may have. */
    static Set<String> ofLists() {
        return Set.of("by", "from", "to", "limit");
    }

    private Future<Answer> values(JsonObject head, CountedValues found) {
        return complete(head.put("total_clicks", found.clicks()).put("values", list(found)))
                .map(json -> new Answer(json, "values", List.of("value", "clicks")));
    }

    private Future<JsonObject> complete(JsonObject json) {
        return reader.until().get().map(until -> json.put("complete_until", text(until)));
    }

    private static JsonObject totals(JsonObject json, ClickTotals totals) {
        return json.put("total_clicks", totals.clicks())
                .put("human_clicks", totals.humans())
                .put("first_click", text(Optional.ofNullable(totals.first())))
                .put("last_click", text(Optional.ofNullable(totals.last())));
    }

    private static JsonObject window(JsonObject json, CountWindow window) {
        return json.put("from", text(Optional.ofNullable(window.from())))
                .put("to", text(Optional.ofNullable(window.to())));
    }

    private static JsonArray list(CountedValues found) {
        JsonArray list = new JsonArray();
        found.values()
                .forEach(value ->
                        list.add(new JsonObject().put("value", value.value()).put("clicks", value.clicks())));
        return list;
    }

    private static JsonArray buckets(List<CountedBucket> found, CountWindow window, ChronoUnit unit) {
        Map<Instant, CountedBucket> byStart = new HashMap<>();
        found.forEach(bucket -> byStart.put(bucket.start(), bucket));
        JsonArray buckets = new JsonArray();
        Instant end = Optional.ofNullable(window.to()).orElseThrow();
        Instant start = Optional.ofNullable(window.from()).orElseThrow();
        for (; start.isBefore(end); start = start.plus(1, unit)) {
            CountedBucket bucket = byStart.getOrDefault(start, new CountedBucket(start, 0, 0));
            buckets.add(new JsonObject()
                    .put("start", start.toString())
                    .put("clicks", bucket.clicks())
                    .put("human_clicks", bucket.humans()));
        }
        return buckets;
    }

    private static @Nullable String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }
}
