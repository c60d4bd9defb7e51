package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.ClientHints;
import java.util.Map;

/**
 * Answers in yauaa's place for user agents that it was asked about in earlier runs of the service: a millisecond or two less for each
 * while the process is young. Immutable, and as thread-safe as yauaa.
 *
 * <p>What yauaa says depends on the user agent and on its version alone, so that nothing known here can be out of date.
 */
final class KnownAgents implements AgentReader {

    private final Map<AgentKey, AgentWords> earlier;
    private final AgentReader yauaa;

    /**
     * @param earlier by what yauaa was asked
     * @param yauaa is asked for the others
     */
    KnownAgents(Map<AgentKey, AgentWords> earlier, AgentReader yauaa) {
        this.earlier = earlier;
        this.yauaa = yauaa;
    }

    @Override
    public AgentWords read(String userAgent, ClientHints hints) {
        AgentWords known = earlier.isEmpty() ? null : earlier.get(AgentKnowledge.askedKey(userAgent, hints));
        return known != null ? known : yauaa.read(userAgent, hints);
    }
}
