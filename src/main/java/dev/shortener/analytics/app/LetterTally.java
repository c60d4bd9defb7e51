package dev.shortener.analytics.app;

import dev.shortener.analytics.kafka.DeadLetter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Dead letters by reason and field, and the newest of them. For one thread. Anybody may have written them: kinds past {@value #KINDS} are
 * counted together, and texts are cut.
 */
final class LetterTally {

    private static final int KINDS = 100;
    private static final int NEWEST = 30;
    private static final int LABEL_LENGTH = 64;
    private static final int MESSAGE_LENGTH = 300;
    private static final Kind OTHERS = new Kind("other", "");

    private final Map<Kind, Count> counts = new HashMap<>();
    private final Deque<DeadLetter> newest = new ArrayDeque<>();
    private long letters;

    private record Kind(String reason, String field) {}

    private record Count(long letters, Instant last) {

        static Count sum(Count one, Count later) {
            return new Count(one.letters + later.letters, later.last.isAfter(one.last) ? later.last : one.last);
        }
    }

    void add(DeadLetter letter) {
        letters++;
        Kind kind =
                new Kind(cut(letter.reason(), LABEL_LENGTH), cut(letter.field().orElse(""), LABEL_LENGTH));
        boolean isCounted = counts.containsKey(kind) || counts.size() < KINDS;
        counts.merge(isCounted ? kind : OTHERS, new Count(1, letter.time()), Count::sum);
        newest.addLast(letter);
        if (newest.size() > NEWEST) {
            newest.removeFirst();
        }
    }

    /**
     * @param passedOver older ones that were not counted
     */
    JsonObject json(String topic, long passedOver) {
        JsonArray kinds = new JsonArray();
        counts.entrySet().stream()
                .sorted(Comparator.comparing(entry -> -entry.getValue().letters()))
                .forEach(entry -> kinds.add(json(entry.getKey(), entry.getValue())));
        JsonArray latest = new JsonArray();
        newest.stream()
                .sorted(Comparator.comparing(DeadLetter::time).reversed())
                .forEach(letter -> latest.add(json(letter)));
        return new JsonObject()
                .put("topic", topic)
                .put("letters", letters)
                .put("passed_over", passedOver)
                .put("reasons", kinds)
                .put("newest", latest);
    }

    private static JsonObject json(Kind kind, Count count) {
        return new JsonObject()
                .put("reason", kind.reason())
                .put("field", kind.field())
                .put("letters", count.letters())
                .put("last", count.last().toString());
    }

    private static JsonObject json(DeadLetter letter) {
        DeadLetter shown = letter.withoutAddresses();
        return new JsonObject()
                .put("place", letter.partition() + ":" + letter.offset())
                .put("time", letter.time().toString())
                .put("reason", cut(shown.reason(), LABEL_LENGTH))
                .put("field", cut(shown.field().orElse(""), LABEL_LENGTH))
                .put("message", cut(shown.message(), MESSAGE_LENGTH))
                .put("parked", letter.isParked());
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }
}
