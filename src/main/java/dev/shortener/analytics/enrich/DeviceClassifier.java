package dev.shortener.analytics.enrich;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.shortener.analytics.enrich.Rules.Rule;
import dev.shortener.analytics.event.ClientHints;
import dev.shortener.analytics.event.DeviceType;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the device from the user agent. Thread-safe; to be shared, because it takes seconds to build and some 100 MB to keep.
 *
 * <p>A user agent that is not cached costs some hundred microseconds, once however many ask for it at the same time: an event loop
 * asks {@link #ifCached} first. The cache is bounded; when it is full, what is used least makes room.
 *
 * <p>Order: {@code agents.tsv} says who is a bot and who is not; else the list of crawlers, else yauaa. For people,
 * {@code devices.tsv} goes before yauaa.
 */
public final class DeviceClassifier {

    /** Characters of a user agent that are read: yauaa's time grows faster than the text. */
    public static final int MAX_USER_AGENT_CHARS = 1_000;

    private static final Logger logger = LoggerFactory.getLogger(DeviceClassifier.class);
    private static final int CACHED_USER_AGENTS = 20_000;

    private final Rules agents;
    private final Rules devices;
    private final Rules remainders;
    private final CrawlerList crawlers;
    private final UserAgentParser parser;
    private final AtomicBoolean warned = new AtomicBoolean();
    private final Cache<Agent, Device> cache =
            Caffeine.newBuilder().maximumSize(CACHED_USER_AGENTS).build();

    private DeviceClassifier(
            Rules agents, Rules devices, Rules remainders, CrawlerList crawlers, UserAgentParser parser) {
        this.agents = agents;
        this.devices = devices;
        this.remainders = remainders;
        this.crawlers = crawlers;
        this.parser = parser;
    }

    /**
     * Takes two to three seconds, nearly all of them yauaa's.
     *
     * @throws IOException if a list is missing from the jar or malformed
     */
    public static DeviceClassifier load() throws IOException {
        return new DeviceClassifier(
                Rules.read(new DataFile("agents.tsv")),
                Rules.read(new DataFile("devices.tsv")),
                Rules.read(new DataFile("remainders.tsv")),
                CrawlerList.read(new DataFile("crawlers.json")),
                new UserAgentParser());
    }

    /** {@link #classify(String, ClientHints)} for a browser that sends no client hints. */
    public Device classify(String userAgent) {
        return classify(userAgent, ClientHints.NONE);
    }

    /**
     * Takes a microsecond if it is cached, and otherwise too long for an event loop.
     *
     * @param userAgent of any length
     * @param hints believed before the user agent
     */
    public Device classify(String userAgent, ClientHints hints) {
        Agent agent = agent(userAgent, hints);
        return agent.saysNothing() ? Device.UNKNOWN : cache.get(agent, this::classifyUncached);
    }

    /**
     * @param userAgent of any length
     * @param hints believed before the user agent
     * @return the device if it is known without work; null if {@link #classify} has to work for it
     */
    public @Nullable Device ifCached(String userAgent, ClientHints hints) {
        Agent agent = agent(userAgent, hints);
        return agent.saysNothing() ? Device.UNKNOWN : cache.getIfPresent(agent);
    }

    private static Agent agent(String userAgent, ClientHints hints) {
        return new Agent(WellFormed.cut(userAgent, MAX_USER_AGENT_CHARS).strip(), hints);
    }

    private Device classifyUncached(Agent agent) {
        String text = agent.text();
        Device parsed = parse(text, agent.hints());
        return new Device(type(text, parsed.type()), parsed.browser(), parsed.os());
    }

    /** By the lists; {@code parsed} is what yauaa says. */
    DeviceType type(String userAgent, DeviceType parsed) {
        Rule agent = agents.firstMatch(userAgent);
        boolean isPerson = agent != null && agent.verdict().equals(Rules.PERSON);
        if (agent != null && !isPerson) {
            return agent.type();
        }
        if (!isPerson && (parsed == DeviceType.BOT || crawlers.names(userAgent))) {
            return DeviceType.BOT;
        }
        Rule device = devices.firstMatch(userAgent);
        return device == null ? remaining(userAgent, parsed) : device.type();
    }

    private DeviceType remaining(String userAgent, DeviceType parsed) {
        boolean known = parsed != DeviceType.UNKNOWN && parsed != DeviceType.BOT;
        Rule rule = known ? null : remainders.firstMatch(userAgent);
        return rule == null ? parsed : rule.type();
    }

    /** Yauaa is large and the text is anybody's: what it cannot take says nothing of the device, and stops no click. */
    private Device parse(String userAgent, ClientHints hints) {
        try {
            return parser.parse(userAgent, hints);
        } catch (RuntimeException | StackOverflowError unreadable) {
            if (warned.compareAndSet(false, true)) {
                logger.warn("a user agent could not be parsed, and further ones will not be reported", unreadable);
            }
            return Device.UNKNOWN;
        }
    }
}
