package dev.shortener.analytics.app;

import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.kafka.DeadLetter;
import dev.shortener.analytics.kafka.DeadLetterContent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes a dead letter for programs, as one object. Stateless. */
final class ShownLetterJson {

    private ShownLetterJson() {}

    static JsonObject of(String topic, ShownLetter shown) {
        DeadLetter letter = shown.letter();
        JsonObject json = new JsonObject()
                .put("topic", topic)
                .put("partition", letter.partition())
                .put("offset", letter.offset())
                .put("time", letter.time().toString())
                .put("reason", letter.reason())
                .put("field", letter.field().orElse(null))
                .put("message", letter.message())
                .put("now", shown.fate())
                .put("origin", letter.origin().map(ShownLetterJson::origin).orElse(null))
                .put("attempts", letter.attempts())
                .put("parked", letter.isParked())
                .put("truncated", letter.fullLength().isPresent());
        JsonArray headers = new JsonArray();
        letter.ours()
                .forEach((name, value) ->
                        headers.add(new JsonObject().put("name", name).put("value", value)));
        if (shown.content() != null) {
            put(shown.content(), headers, json);
        }
        return json.put("headers", headers).put("unreadable", shown.unreadable());
    }

    private static JsonObject origin(Position origin) {
        return new JsonObject()
                .put("cluster_id", origin.topic().clusterId())
                .put("topic", origin.topic().topic())
                .put("topic_id", origin.topic().topicId())
                .put("partition", origin.partition())
                .put("offset", origin.offset());
    }

    private static void put(DeadLetterContent content, JsonArray headers, JsonObject json) {
        content.headers()
                .forEach(header ->
                        headers.add(put("value", header.value(), new JsonObject().put("name", header.name()))));
        put("key", content.key(), json);
        put("value", content.value(), json);
    }

    /** As text if it is one, else in base64 under another name. */
    private static JsonObject put(String name, byte @Nullable [] bytes, JsonObject json) {
        Optional<String> text = bytes == null ? Optional.empty() : Printable.utf8(bytes);
        return bytes == null || text.isPresent()
                ? json.put(name, text.orElse(null))
                : json.put(name + "_base64", Base64.getEncoder().encodeToString(bytes));
    }
}
