package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.ClientHints;

/** Says of a user agent what yauaa says of it, before any list has corrected it. Implementations are thread-safe. */
@FunctionalInterface
interface AgentReader {

    /**
     * @param userAgent at most {@link DeviceClassifier#MAX_USER_AGENT_CHARS} characters
     * @param hints believed before it
     * @throws UnusableYauaaException if there is nobody to be asked
     */
    AgentWords read(String userAgent, ClientHints hints);
}
