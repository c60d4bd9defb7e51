package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.enrich.AgentKnowledge.UsedAgent;
import dev.shortener.analytics.event.ClientHints;
import dev.shortener.analytics.event.DeviceType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AgentKnowledgeTest {

    private static final String RULES = "rules 1";
    private static final String OTHER_RULES = "rules 2";
    private static final AgentWords WORDS = new AgentWords("Phone", "Chrome", "Android");
    private static final ClassifiedAgent PHONE =
            new ClassifiedAgent(new Device(DeviceType.MOBILE, "Chrome", "Android"), DeviceType.MOBILE, WORDS);

    private final AgentKnowledge earlier = AgentKnowledge.NONE.with(used("first", "second"), RULES, 10);

    @Test
    void the_most_used_are_kept_and_of_the_others_the_newer_before_the_older() {
        List<UsedAgent> used = used("third", "second");

        assertKeeps(earlier.with(used, RULES, 10), "third", "second", "first");
        assertKeeps(earlier.with(used, RULES, 2), "third", "second");
        assertKeeps(earlier.with(used, RULES, 1), "third");
    }

    @Test
    void devices_are_those_of_the_same_rules_alone() {
        assertThat(earlier.devicesBy(RULES)).containsOnlyKeys(keys("first", "second"));
        assertThat(earlier.devicesBy(OTHER_RULES)).isEmpty();
    }

    @Test
    void with_other_rules_the_words_stay_and_the_devices_go() {
        AgentKnowledge now = earlier.with(used("third"), OTHER_RULES, 10);

        assertThat(now.words()).containsOnlyKeys(askedKeys("third", "first", "second"));
        assertThat(now.devicesBy(OTHER_RULES)).containsOnlyKeys(keys("third"));
        assertThat(now.devicesBy(RULES)).isEmpty();
    }

    @Test
    void what_yauaa_is_never_asked_of_or_cannot_read_is_not_kept() {
        UsedAgent unasked = used("x".repeat(700), AgentWords.UNASKED);
        UsedAgent unreadable = new UsedAgent(
                new Agent("unreadable", ClientHints.NONE),
                new ClassifiedAgent(Device.UNKNOWN, DeviceType.UNKNOWN, null));

        assertKeeps(earlier.with(List.of(unasked, unreadable), RULES, 10), "first", "second");
    }

    private static void assertKeeps(AgentKnowledge known, String... userAgents) {
        assertThat(known.words().keySet()).containsExactly(askedKeys(userAgents));
        assertThat(known.devicesBy(RULES).keySet()).containsExactly(keys(userAgents));
    }

    private static List<UsedAgent> used(String... userAgents) {
        return Stream.of(userAgents).map(userAgent -> used(userAgent, WORDS)).toList();
    }

    private static UsedAgent used(String userAgent, AgentWords words) {
        return new UsedAgent(
                new Agent(userAgent, ClientHints.NONE), new ClassifiedAgent(PHONE.device(), PHONE.shadowType(), words));
    }

    private static AgentKey[] keys(String... userAgents) {
        return Stream.of(userAgents)
                .map(userAgent -> AgentKnowledge.key(new Agent(userAgent, ClientHints.NONE)))
                .toArray(AgentKey[]::new);
    }

    private static AgentKey[] askedKeys(String... userAgents) {
        return Stream.of(userAgents)
                .map(userAgent -> AgentKnowledge.askedKey(userAgent, ClientHints.NONE))
                .toArray(AgentKey[]::new);
    }
}
