package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.ClientHints;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import nl.basjes.parse.useragent.UserAgent;
import nl.basjes.parse.useragent.UserAgentAnalyzer;
import nl.basjes.parse.useragent.Version;

/**
 * Yauaa, which takes seconds to read its rules: that is done ahead, on a thread of its own, or by who asks first, and who asks meanwhile
 * waits. Thread-safe, one parse at a time: yauaa locks.
 */
final class UserAgentParser implements AgentReader {

    private static final List<String> FIELDS =
            List.of(UserAgent.DEVICE_CLASS, UserAgent.AGENT_NAME, UserAgent.OPERATING_SYSTEM_NAME);

    /** To be raised with every change of {@link #headers}. */
    private static final String ASKED_AS = "1";

    private static final List<String> FIRST = List.of(
            "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)");

    private final FutureTask<UserAgentAnalyzer> analyzer = new FutureTask<>(UserAgentParser::analyzer);

    /** Makes it ready on a thread of its own, unless somebody does. */
    void begin() {
        Thread thread = new Thread(analyzer, "yauaa");
        thread.setDaemon(true);
        thread.start();
    }

    /** One that is ready. */
    static UserAgentParser load() {
        UserAgentParser parser = new UserAgentParser();
        parser.awaitReady();
        return parser;
    }

    /**
     * Makes it ready, or waits for who does.
     *
     * @throws UnusableYauaaException if its rules cannot be read
     */
    UserAgentAnalyzer awaitReady() {
        analyzer.run();
        try {
            return analyzer.get();
        } catch (ExecutionException failed) {
            throw new UnusableYauaaException("yauaa cannot be used", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UnusableYauaaException("interrupted before yauaa could be used", interrupted);
        }
    }

    /** The first parses of a process load classes, for up to 50 ms each: they are done here, and not with a click. */
    private static UserAgentAnalyzer analyzer() {
        SecondCompiler.leaveGrammarsAloneSoon();
        UserAgentAnalyzer analyzer = UserAgentAnalyzer.newBuilder()
                .withFields(FIELDS)
                .hideMatcherLoadStats()
                .withoutCache()
                .immediateInitialization()
                .dropTests()
                .build();
        FIRST.forEach(analyzer::parse);
        return analyzer;
    }

    /** Takes some hundred microseconds. */
    Device parse(String userAgent, ClientHints hints) {
        return read(userAgent, hints).device(Trace.NONE);
    }

    @Override
    public AgentWords read(String userAgent, ClientHints hints) {
        String ordinary = OrdinaryPart.of(userAgent);
        if (ordinary.isEmpty() && hints.isEmpty()) {
            return AgentWords.UNASKED;
        }
        UserAgentAnalyzer yauaa = awaitReady();
        UserAgent parsed = hints.isEmpty() ? yauaa.parse(ordinary) : yauaa.parse(headers(ordinary, hints));
        return new AgentWords(
                parsed.getValue(UserAgent.DEVICE_CLASS),
                parsed.getValue(UserAgent.AGENT_NAME),
                parsed.getValue(UserAgent.OPERATING_SYSTEM_NAME));
    }

    /** Of which code the answers are. */
    static String version() {
        return Version.PROJECT_VERSION;
    }

    /** All that its words depend on, but for the user agent: its exact build, with which its rules come, what it is asked, and how. */
    static String identity() {
        return String.join(
                " ", "yauaa", Version.PROJECT_VERSION, Version.GIT_COMMIT_ID, ASKED_AS, String.join(",", FIELDS));
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
}
