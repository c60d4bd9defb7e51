package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.ClientHints;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a browser says of itself. Immutable; the key under which its device is remembered.
 *
 * @param userAgent cut to the length that is read, without outer space
 * @param hints what it says beside it
 */
record Agent(String userAgent, ClientHints hints) {

    /** How user agents write the platforms of {@code Sec-CH-UA-Platform}. Android is written with its model. */
    private static final Map<String, String> PLATFORMS = Map.of(
            "windows", "Windows NT 10.0; Win64; x64",
            "macos", "Macintosh; Intel Mac OS X 10_15_7",
            "mac os x", "Macintosh; Intel Mac OS X 10_15_7",
            "linux", "X11; Linux x86_64",
            "chrome os", "X11; CrOS x86_64 14541.0.0",
            "chromium os", "X11; CrOS x86_64 14541.0.0");

    private static final String FROZEN_ANDROID = "Linux; Android 10; ";
    private static final String FROZEN_MODEL = "K";
    private static final Set<String> FROZEN = Set.of(
            FROZEN_ANDROID + FROZEN_MODEL,
            "Windows NT 10.0; Win64; x64",
            "Macintosh; Intel Mac OS X 10_15_7",
            "X11; Linux x86_64",
            "X11; CrOS x86_64 14541.0.0");

    /** As a record's own, which takes several times as long; it is asked for every click. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Agent agent && userAgent.equals(agent.userAgent) && Objects.equals(hints, agent.hints);
    }

    @Override
    public int hashCode() {
        return userAgent.hashCode();
    }

    boolean saysNothing() {
        return userAgent.isEmpty() && hints.isEmpty();
    }

    /**
     * The user agent as it would be, had it not been frozen: with the platform, model and mobility of the hints in their places (User-Agent
     * Reduction, Chromium). Rules then need to know one notation only.
     */
    String text() {
        if (hints.isEmpty()) {
            return userAgent;
        }
        return withHeadlessBrand(withMobility(withPlatform()));
    }

    private String withPlatform() {
        String platform = platform();
        int start = userAgent.indexOf('(') + 1;
        int end = userAgent.indexOf(')', start);
        if (platform.isEmpty() || start == 0 || end < 0) {
            return userAgent.isEmpty() ? bare(platform) : userAgent;
        }
        boolean replaceable = isReplaceable(userAgent.substring(start, end));
        return replaceable ? userAgent.substring(0, start) + platform + userAgent.substring(end) : userAgent;
    }

    /** What a browser of that platform says that sends no user agent. */
    private static String bare(String platform) {
        return "Mozilla/5.0 (" + platform + ") AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36";
    }

    private String platform() {
        String name = unquoted(hints.platform()).toLowerCase(Locale.ROOT);
        String model = unquoted(hints.model());
        if (name.equals("android")) {
            return FROZEN_ANDROID + (model.isEmpty() ? FROZEN_MODEL : model);
        }
        boolean isPhoneOfUnknownPlatform = name.isEmpty() && !model.isEmpty();
        return isPhoneOfUnknownPlatform ? FROZEN_ANDROID + model : PLATFORMS.getOrDefault(name, "");
    }

    /** Only what browsers freeze; besides, what names a model where the hints name one. */
    private boolean isReplaceable(String comment) {
        boolean isFrozen = FROZEN.contains(comment);
        boolean isAndroid = comment.contains("Android") && !comment.contains("compatible");
        return isFrozen || (isAndroid && !unquoted(hints.model()).isEmpty());
    }

    private String withMobility(String text) {
        boolean says = text.contains(" Mobile ");
        return switch (unquoted(hints.mobile())) {
            case "?1" -> says ? text : text.replace(" Safari/", " Mobile Safari/");
            case "?0" -> says ? text.replace(" Mobile ", " ") : text;
            default -> text;
        };
    }

    private String withHeadlessBrand(String text) {
        boolean isHeadless = hints.brands().contains("Headless") && !text.contains("Headless");
        return isHeadless ? text + " HeadlessChrome" : text;
    }

    /** Structured fields (RFC 8941) put texts between quotation marks. */
    private static String unquoted(String value) {
        return value.replace("\"", "").strip();
    }
}
