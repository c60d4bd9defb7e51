package dev.shortener.analytics.enrich;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.shortener.analytics.enrich.Rules.Rule;
import dev.shortener.analytics.event.DeviceType;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
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
    private static final Map<String, DeviceType> BY_LABEL =
            Arrays.stream(DeviceType.values()).collect(Collectors.toMap(DeviceType::label, Function.identity()));

    private final Rules agents;
    private final Rules devices;
    private final CrawlerList crawlers;
    private final UserAgentParser parser;
    private final AtomicBoolean warned = new AtomicBoolean();
    private final Cache<String, Device> cache =
            Caffeine.newBuilder().maximumSize(CACHED_USER_AGENTS).build();

    private DeviceClassifier(Rules agents, Rules devices, CrawlerList crawlers, UserAgentParser parser) {
        this.agents = agents;
        this.devices = devices;
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
                CrawlerList.read(new DataFile("crawlers.json")),
                new UserAgentParser());
    }

    /**
     * Takes a microsecond if it is cached, and otherwise too long for an event loop.
     *
     * @param userAgent of any length
     */
    public Device classify(String userAgent) {
        String key = key(userAgent);
        return key.isEmpty() ? Device.UNKNOWN : cache.get(key, this::classifyUncached);
    }

    /**
     * @param userAgent of any length
     * @return the device if it is known without work; null if {@link #classify} has to work for it
     */
    public @Nullable Device ifCached(String userAgent) {
        String key = key(userAgent);
        return key.isEmpty() ? Device.UNKNOWN : cache.getIfPresent(key);
    }

    private static String key(String userAgent) {
        return WellFormed.cut(userAgent, MAX_USER_AGENT_CHARS).strip();
    }

    private Device classifyUncached(String userAgent) {
        Device parsed = parse(userAgent);
        return new Device(type(userAgent, parsed.type()), parsed.browser(), parsed.os());
    }

    private DeviceType type(String userAgent, DeviceType parsed) {
        Rule agent = agents.firstMatch(userAgent);
        DeviceType decided = agent == null ? null : BY_LABEL.get(agent.verdict());
        if (decided != null) {
            return decided;
        }
        if (parsed == DeviceType.BOT || (agent == null && crawlers.names(userAgent))) {
            return DeviceType.BOT;
        }
        Rule device = devices.firstMatch(userAgent);
        return device == null ? parsed : BY_LABEL.getOrDefault(device.verdict(), parsed);
    }

    /** Yauaa is large and the text is anybody's: what it cannot take says nothing of the device, and stops no click. */
    private Device parse(String userAgent) {
        try {
            return parser.parse(userAgent);
        } catch (RuntimeException | StackOverflowError unreadable) {
            if (warned.compareAndSet(false, true)) {
                logger.warn("a user agent could not be parsed, and further ones will not be reported", unreadable);
            }
            return Device.UNKNOWN;
        }
    }
}
