package dev.shortener.analytics.enrich;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.shortener.analytics.event.DeviceType;
import java.util.List;
import java.util.Locale;
import nl.basjes.parse.useragent.UserAgent;
import nl.basjes.parse.useragent.UserAgentAnalyzer;
import org.jspecify.annotations.Nullable;

/**
 * Tells devices apart by their user agents. Thread-safe; loading takes two to three seconds and some 120 MB.
 *
 * <p>In this order: the rules of {@code agents.tsv}, the list of crawlers, yauaa, the corrections of {@code devices.tsv}. A user agent
 * is parsed once as long as it is among the 20,000 that are remembered; those who ask for the same one meanwhile wait for that
 * parse.
 */
public final class DeviceClassifier {

    private static final int MAX_REMEMBERED = 20_000;
    private static final int MAX_NAME = 64;
    private static final int MAX_USER_AGENT = 1_000;

    private final UserAgentAnalyzer analyzer;
    private final List<AgentRule> agents = AgentRule.load("agents.tsv");
    private final List<AgentRule> corrections = AgentRule.load("devices.tsv");
    private final CrawlerList crawlers = CrawlerList.load();
    private final Cache<String, Device> devices =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    public DeviceClassifier() {
        analyzer = UserAgentAnalyzer.newBuilder()
                .hideMatcherLoadStats()
                .withField(UserAgent.DEVICE_CLASS)
                .withField(UserAgent.AGENT_NAME)
                .withField(UserAgent.OPERATING_SYSTEM_NAME)
                .withoutCache()
                .immediateInitialization()
                .build();
    }

    /** Whether {@link #classify} would answer without parsing. */
    public boolean isWarm(String userAgent) {
        return userAgent.isBlank() || devices.getIfPresent(cut(userAgent)) != null;
    }

    /**
     * @param userAgent as it was sent; what is past 1,000 characters is not read
     * @return its device; {@link DeviceType#UNKNOWN} without a user agent
     */
    public Device classify(String userAgent) {
        return userAgent.isBlank() ? Device.UNKNOWN : devices.get(cut(userAgent), this::parse);
    }

    private Device parse(String userAgent) {
        UserAgent parsed = analyzer.parse(userAgent);
        return new Device(
                typeOf(userAgent, parsed),
                name(parsed.getValue(UserAgent.AGENT_NAME)),
                name(parsed.getValue(UserAgent.OPERATING_SYSTEM_NAME)));
    }

    private DeviceType typeOf(String userAgent, UserAgent parsed) {
        AgentRule agent = AgentRule.first(agents, userAgent);
        boolean person = agent != null && agent.verdict().equals("Person");
        if (agent != null && !person) {
            return byLabel(agent.verdict());
        }
        if (!person && crawlers.names(userAgent)) {
            return DeviceType.BOT;
        }
        DeviceType parsedType = byClass(parsed.getValue(UserAgent.DEVICE_CLASS));
        if (parsedType == DeviceType.BOT && !person) {
            return DeviceType.BOT;
        }
        AgentRule correction = AgentRule.first(corrections, userAgent);
        return correction == null ? parsedType : byLabel(correction.verdict());
    }

    /** yauaa's classes of device, as of 7.32. */
    private static DeviceType byClass(String deviceClass) {
        return switch (deviceClass) {
            case "Desktop" -> DeviceType.DESKTOP;
            case "Phone", "Mobile" -> DeviceType.MOBILE;
            case "Tablet" -> DeviceType.TABLET;
            case "TV", "Set-top box" -> DeviceType.TV;
            case "Robot", "Robot Mobile", "Robot Imitator" -> DeviceType.BOT;
            case "Unknown", "Hacker", "Anonymized" -> DeviceType.UNKNOWN;
            default -> DeviceType.OTHER;
        };
    }

    private static DeviceType byLabel(String label) {
        return DeviceType.valueOf(label.toUpperCase(Locale.ROOT));
    }

    private static String name(@Nullable String value) {
        if (value == null || value.equals("Unknown") || value.equals("??") || value.equals("Hacker")) {
            return "";
        }
        return value.length() <= MAX_NAME ? value : value.substring(0, MAX_NAME);
    }

    private static String cut(String userAgent) {
        return userAgent.length() <= MAX_USER_AGENT ? userAgent : userAgent.substring(0, MAX_USER_AGENT);
    }
}
