package dev.shortener.analytics.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One click as the shortener published it, decoded and within its limits. Immutable.
 *
 * @param shortCode 1 to 8 characters of {@code [A-Za-z0-9_-]}
 * @param clickedAt when the click happened, whole seconds, from 2000-01-01 to one day ahead of the time of decoding
 * @param ip what the shortener saw as the client's address, as it was written; empty if absent. It is used for the country
 *     look-up only and is never stored, logged, measured or traced
 * @param userAgent at most 1,000 characters, empty if absent
 * @param referer at most 2,048 characters, empty if absent
 * @param clientHints what the browser says beside its user agent; believed before it
 * @param eventId the producer's own identity of the click, 1 to 64 characters; null if it gave none
 */
public record ClickEvent(
        String shortCode,
        Instant clickedAt,
        String ip,
        String userAgent,
        String referer,
        ClientHints clientHints,
        @Nullable String eventId) {

    /** A click of a browser that sends no client hints. */
    public ClickEvent(
            String shortCode,
            Instant clickedAt,
            String ip,
            String userAgent,
            String referer,
            @Nullable String eventId) {
        this(shortCode, clickedAt, ip, userAgent, referer, ClientHints.NONE, eventId);
    }

    /** Names the click without anything that identifies the person behind it. */
    @Override
    public String toString() {
        return "ClickEvent[shortCode=" + shortCode + ", clickedAt=" + clickedAt + "]";
    }
}
