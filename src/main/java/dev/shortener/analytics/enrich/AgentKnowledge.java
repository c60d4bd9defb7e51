package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.ClientHints;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is known of user agents. Immutable; the most used ones come first.
 *
 * @param words yauaa's, by what it was asked
 * @param rules identity of what the devices were made with, beside the words
 * @param devices what was made of user agents in the end, by the user agent as it came
 */
record AgentKnowledge(Map<AgentKey, AgentWords> words, String rules, Map<AgentKey, ClassifiedAgent> devices) {

    static final AgentKnowledge NONE = new AgentKnowledge(Map.of(), "", Map.of());

    AgentKnowledge {
        words = Collections.unmodifiableMap(words);
        devices = Collections.unmodifiableMap(devices);
    }

    /** The devices, if they were made with these rules. */
    Map<AgentKey, ClassifiedAgent> devicesBy(String rulesNow) {
        return rules.equals(rulesNow) ? devices : Map.of();
    }

    /**
     * What is worth knowing at the next start.
     *
     * @param used in this run, the most used first
     * @param rulesNow identity of what these were made with
     * @param max how many at most; those of earlier runs that did not come again go first
     */
    AgentKnowledge with(List<UsedAgent> used, String rulesNow, int max) {
        Map<AgentKey, AgentWords> keptWords = new LinkedHashMap<>();
        Map<AgentKey, ClassifiedAgent> keptDevices = new LinkedHashMap<>();
        used.stream()
                .filter(agent -> agent.classified().isWorthKeeping())
                .limit(max)
                .forEach(agent -> {
                    keptWords.put(
                            askedKey(agent.agent()),
                            Objects.requireNonNull(agent.classified().words()));
                    keptDevices.put(key(agent.agent()), agent.classified());
                });
        addOthers(keptWords, words, max);
        addOthers(keptDevices, devicesBy(rulesNow), max);
        return new AgentKnowledge(keptWords, rulesNow, keptDevices);
    }

    private static <T> void addOthers(Map<AgentKey, T> kept, Map<AgentKey, T> earlier, int max) {
        for (Map.Entry<AgentKey, T> entry : earlier.entrySet()) {
            if (kept.size() >= max) {
                return;
            }
            kept.putIfAbsent(entry.getKey(), entry.getValue());
        }
    }

    /** Stands for a user agent as it came. */
    static AgentKey key(Agent agent) {
        return AgentKey.of(agent.userAgent(), agent.hints());
    }

    /** Stands for what yauaa is asked. */
    static AgentKey askedKey(String userAgent, ClientHints hints) {
        return AgentKey.of(OrdinaryPart.of(userAgent), hints);
    }

    private static AgentKey askedKey(Agent agent) {
        return askedKey(agent.text(), agent.hints());
    }

    /** A user agent and what has been made of it. Immutable. */
    record UsedAgent(Agent agent, ClassifiedAgent classified) {}
}
