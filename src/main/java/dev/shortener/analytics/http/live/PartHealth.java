package dev.shortener.analytics.http.live;

import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * How a part of the service is. Immutable.
 *
 * @param part its name, for people
 * @param state how it is
 * @param detail a sentence or less, for people; no secrets
 */
public record PartHealth(String part, State state, String detail) {

    /** From good to bad. */
    public enum State {
        /** It does its work. */
        OK,
        /** It does its work, and somebody should look after it; or it is not there, by choice. */
        NOTICE,
        /** It does not. */
        DOWN
    }

    JsonObject json() {
        return new JsonObject()
                .put("part", part)
                .put("state", state.name().toLowerCase(Locale.ROOT))
                .put("detail", detail);
    }
}
