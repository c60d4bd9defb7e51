package dev.shortener.analytics.http.live;

import io.vertx.core.json.JsonObject;

/**
 * A click as a watcher sees it: nothing of it tells who clicked. Immutable.
 *
 * @param code the short code
 * @param at when the click happened, seconds since 1970
 * @param country ISO 3166-1 alpha-2, {@code XX} or empty
 * @param device class of device
 * @param source name or host of the source; anybody may have made it up
 * @param channel kind of source
 */
public record LiveClick(String code, long at, String country, String device, String source, String channel) {

    JsonObject json() {
        return new JsonObject()
                .put("code", code)
                .put("at", at)
                .put("country", country)
                .put("device", device)
                .put("source", source)
                .put("channel", channel);
    }
}
