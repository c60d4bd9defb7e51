package dev.shortener.analytics.enrich;

import dev.shortener.analytics.enrich.Rules.Rule;
import dev.shortener.analytics.event.DeviceType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Corrects what yauaa makes of a user agent, by lists. Immutable; takes microseconds.
 *
 * <p>Order: {@code agents.tsv} says who is a bot and who is not; else yauaa, else the list of crawlers. For people,
 * {@code devices.tsv} goes before yauaa, and {@code remainders.tsv} is asked where nobody knows anything.
 */
final class DeviceRules {

    private static final String AGENTS = "agents.tsv";
    private static final String DEVICES = "devices.tsv";
    private static final String REMAINDERS = "remainders.tsv";
    private static final String CRAWLERS = "crawlers.json";

    private final Rules agents;
    private final Rules devices;
    private final Rules remainders;
    private final CrawlerList crawlers;
    private final String identity;

    private DeviceRules(Rules agents, Rules devices, Rules remainders, CrawlerList crawlers, String identity) {
        this.agents = agents;
        this.devices = devices;
        this.remainders = remainders;
        this.crawlers = crawlers;
        this.identity = identity;
    }

    static DeviceRules read(RuleLists lists) {
        return new DeviceRules(
                Rules.readWithPersons(lists.file(AGENTS)),
                Rules.read(lists.file(DEVICES)),
                Rules.read(lists.file(REMAINDERS)),
                CrawlerList.read(lists.file(CRAWLERS)),
                lists.identity(List.of(AGENTS, DEVICES, REMAINDERS, CRAWLERS)));
    }

    /** Which lists these are, see {@link RuleLists#identity()}. */
    String identity() {
        return identity;
    }

    /**
     * @param parsed what yauaa says
     */
    DeviceType type(String userAgent, DeviceType parsed, Trace trace) {
        Rule agent = agents.firstMatch(userAgent);
        said(trace, agents, agent);
        boolean isPerson = agent != null && agent.isPerson();
        if (agent != null && !isPerson) {
            return agent.type();
        }
        if (!isPerson && (parsed == DeviceType.BOT || isCrawler(userAgent, trace))) {
            return DeviceType.BOT;
        }
        Rule device = devices.firstMatch(userAgent);
        said(trace, devices, device);
        return device == null ? remaining(userAgent, parsed, trace) : device.type();
    }

    private boolean isCrawler(String userAgent, Trace trace) {
        String pattern = crawlers.firstMatch(userAgent);
        trace.said(
                Column.DEVICE_TYPE,
                CRAWLERS,
                pattern == null ? Cause.NO_RULE : Cause.rule(pattern, "a program that fetches pages"),
                pattern == null ? null : DeviceType.BOT.label());
        return pattern != null;
    }

    private DeviceType remaining(String userAgent, DeviceType parsed, Trace trace) {
        boolean known = parsed != DeviceType.UNKNOWN && parsed != DeviceType.BOT;
        if (known) {
            return parsed;
        }
        Rule rule = remainders.firstMatch(userAgent);
        said(trace, remainders, rule);
        return rule == null ? parsed : rule.type();
    }

    private static void said(Trace trace, Rules list, @Nullable Rule rule) {
        if (rule == null) {
            trace.said(Column.DEVICE_TYPE, list.list(), Cause.NO_RULE, null);
        } else {
            trace.said(Column.DEVICE_TYPE, list.list(), rule.cause(), rule.isPerson() ? null : rule.verdict());
        }
    }
}
