package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.ClientHints;
import dev.shortener.analytics.event.DeviceType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import nl.basjes.parse.useragent.UserAgent;
import nl.basjes.parse.useragent.UserAgentAnalyzer;
import nl.basjes.parse.useragent.Version;

/** What yauaa makes of a user agent, in this service's words. Thread-safe, one parse at a time: yauaa locks. */
final class UserAgentParser implements DeviceParser {

    static final String STEP = "yauaa";

    private static final int NAME_CHARS = 64;

    /** Words of yauaa that name nothing. */
    private static final Set<String> NO_NAMES = Set.of("Unknown", "??", "Hacker", "Anonymized", "NULL");

    /** Yauaa's system of robots: "Cloud", "Google Cloud" and so on. */
    private static final String NO_SYSTEM = "Cloud";

    private static final List<String> FIRST = List.of(
            "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)");

    private final UserAgentAnalyzer analyzer;

    /** Takes seconds. The first parses of a process load classes, for up to 50 ms each: they are done here, and not with a click. */
    UserAgentParser() {
        SecondCompiler.leaveGrammarsAloneSoon();
        analyzer = analyzer();
        FIRST.forEach(analyzer::parse);
    }

    /**
     * Begins to make one, on a thread of its own.
     *
     * @return waits for it
     */
    static Supplier<UserAgentParser> begin() {
        FutureTask<UserAgentParser> parser = new FutureTask<>(UserAgentParser::new);
        Thread thread = new Thread(parser, "yauaa");
        thread.setDaemon(true);
        thread.start();
        return () -> await(parser);
    }

    private static UserAgentAnalyzer analyzer() {
        return UserAgentAnalyzer.newBuilder()
                .withField(UserAgent.DEVICE_CLASS)
                .withField(UserAgent.AGENT_NAME)
                .withField(UserAgent.OPERATING_SYSTEM_NAME)
                .hideMatcherLoadStats()
                .withoutCache()
                .immediateInitialization()
                .dropTests()
                .build();
    }

    private static UserAgentParser await(FutureTask<UserAgentParser> parser) {
        try {
            return parser.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("yauaa cannot be used", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before yauaa could be used", interrupted);
        }
    }

    /** Takes some hundred microseconds. */
    Device parse(String userAgent, ClientHints hints) {
        return parse(userAgent, hints, Trace.NONE);
    }

    @Override
    public Device parse(String userAgent, ClientHints hints, Trace trace) {
        String ordinary = OrdinaryPart.of(userAgent);
        if (ordinary.isEmpty() && hints.isEmpty()) {
            unasked(trace);
            return Device.UNKNOWN;
        }
        UserAgent parsed = hints.isEmpty() ? analyzer.parse(ordinary) : analyzer.parse(headers(ordinary, hints));
        String deviceClass = parsed.getValue(UserAgent.DEVICE_CLASS);
        Device device = new Device(
                type(deviceClass),
                name(parsed.getValue(UserAgent.AGENT_NAME)),
                name(parsed.getValue(UserAgent.OPERATING_SYSTEM_NAME)));
        trace.said(
                Column.DEVICE_TYPE,
                STEP,
                Cause.rule(deviceClass, ""),
                device.type().label());
        trace.said(Column.BROWSER, STEP, Cause.NONE, device.browser());
        trace.said(Column.OS, STEP, Cause.NONE, device.os());
        return device;
    }

    private static void unasked(Trace trace) {
        Cause unlike = Cause.because("it is not asked: nobody's user agent is like this text");
        trace.said(Column.DEVICE_TYPE, STEP, unlike, DeviceType.UNKNOWN.label());
        trace.said(Column.BROWSER, STEP, unlike, "");
        trace.said(Column.OS, STEP, unlike, "");
    }

    /** Of which code the answers are. */
    static String version() {
        return Version.PROJECT_VERSION;
    }

    private static Map<String, String> headers(String userAgent, ClientHints hints) {
        Map<String, String> headers = new HashMap<>();
        headers.put("User-Agent", userAgent);
        headers.put("Sec-CH-UA", hints.brands());
        headers.put("Sec-CH-UA-Platform", hints.platform());
        headers.put("Sec-CH-UA-Mobile", hints.mobile());
        headers.put("Sec-CH-UA-Model", hints.model());
        headers.values().removeIf(String::isEmpty);
        return headers;
    }

    /**
     * Yauaa's classes, of which there are more; a person wears or drives what is "Other". Its "Hacker" is any text that is malformed, also a
     * browser's that lost its semicolons.
     */
    private static DeviceType type(String deviceClass) {
        return switch (deviceClass) {
            case "Desktop" -> DeviceType.DESKTOP;
            case "Phone", "Mobile" -> DeviceType.MOBILE;
            case "Tablet" -> DeviceType.TABLET;
            case "TV", "Set-top box" -> DeviceType.TV;
            case "Robot", "Robot Mobile", "Robot Imitator" -> DeviceType.BOT;
            case "Watch",
                    "Virtual Reality",
                    "eReader",
                    "Game Console",
                    "Handheld Game Console",
                    "Car",
                    "Voice",
                    "Home Appliance" -> DeviceType.OTHER;
            default -> DeviceType.UNKNOWN;
        };
    }

    private static String name(String value) {
        boolean isNoName = NO_NAMES.contains(value) || value.endsWith(NO_SYSTEM);
        return isNoName ? "" : WellFormed.column(value, NAME_CHARS);
    }
}
