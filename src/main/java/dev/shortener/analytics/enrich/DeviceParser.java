package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.ClientHints;

/** Makes a device of a user agent, before any list has corrected it. Implementations are thread-safe. */
@FunctionalInterface
interface DeviceParser {

    /**
     * @param userAgent at most {@link DeviceClassifier#MAX_USER_AGENT_CHARS} characters
     * @param hints believed before it
     */
    Device parse(String userAgent, ClientHints hints, Trace trace);
}
