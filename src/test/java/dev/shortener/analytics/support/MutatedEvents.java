package dev.shortener.analytics.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Events as nobody should send them: clicks whose bytes, members and user agents were changed at random. The same seed gives the same
 * events. For one thread.
 *
 * <p>Nearly all changes spare the user agent, so that it is one of those given; {@link #NEW_USER_AGENTS} of the events have a new one.
 */
public final class MutatedEvents {

    /** Share of events whose user agent was changed. */
    public static final double NEW_USER_AGENTS = 0.01;

    private static final double HUGE = 0.002;
    private static final int HUGE_CHARS = 70_000;
    private static final String USER_AGENT = "~";

    private static final List<String> RECORDS = List.of(
            "{\"short_code\":\"abc12345\",\"timestamp\":1731000000,\"ip\":\"81.2.69.142\",\"user_agent\":\"~\",\"referer\":\"https://www.google.com/search?q=m\u00f6\ud83d\ude00\",\"event_id\":\"e-1\"}",
            "{\"short_code\":\"a_b-c\",\"timestamp\":1731000001,\"ip\":\"2a02:8108::1\",\"user_agent\":\"~\",\"referer\":\"https://t.co/x?utm_medium=cpc&gclid=1\"}",
            "{\"short_code\":\"abc\",\"timestamp\":1731000002,\"ip\":\"[::ffff:81.2.69.142]:443, 10.0.0.1\",\"referer\":\"android-app://com.google.android.gm/\",\"user_agent\":\"~\"}",
            "{\"short_code\":\"abc\",\"timestamp\":1731000003,\"ip\":\"for=\\\"[2001:db8::1]\\\";proto=https\",\"referer\":\"HTTP://user@xn--mnchen-3ya.de.:80/\\u00e9\\ud83d\\ude00#x\",\"user_agent\":\"~\"}",
            "{\"specversion\":\"1.0\",\"id\":\"7\",\"data\":{\"short_code\":\"a\",\"timestamp\":1.731e9,\"user_agent\":\"~\",\"x\":[[{\"y\":null}],true,-0.5]}}",
            "{\"short_code\":\"a\",\"timestamp\":1731000000}");

    private static final List<String> JSON_PARTS = List.of(
            "\"",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "null",
            "1e999",
            "-",
            "\\u0000",
            "\\ud800",
            "\\",
            "\"data\":",
            "\"specversion\":\"\"",
            "\uFEFF",
            "NaN",
            "\u0000",
            "\"timestamp\":",
            "\n",
            "\r",
            "\"ip\":\"",
            "\"referer\":\"//",
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
            "%",
            "://",
            ".",
            "@",
            "::");

    private static final List<String> AGENT_PARTS = List.of(
            "(",
            ")",
            ";",
            "/",
            ",",
            " ",
            ":",
            "\"",
            "\\",
            "=",
            "<",
            "%20",
            "://",
            "@",
            "[",
            "{",
            "+",
            "\t",
            "\u0000",
            "\u00e9",
            "\ud83d\ude00",
            "\ud800",
            "\udc00",
            "Mozilla/5.0 (",
            "compatible; ",
            "Android ",
            "Windows NT ",
            "bot",
            "1.2.3.4.5",
            "Build/",
            " Mobile ",
            "Version/",
            "like Gecko) ",
            "Chrome/1",
            "a/1 ",
            "x-",
            "CFNetwork/",
            "; rv:");

    private static final List<String> HINTS = List.of(
            ",\"sec_ch_ua_platform\":\"\\\"Android\\\"\",\"sec_ch_ua_mobile\":\"?1\",\"sec_ch_ua_model\":\"\\\"SM-X^\\\"\"",
            ",\"sec_ch_ua\":\"\\\"Headless^\\\";v=\\\"1\\\"\",\"sec_ch_ua_platform\":\"^\"",
            ",\"sec_ch_ua_mobile\":\"?0^\",\"sec_ch_ua_model\":\"(((^\"");

    private final Random random;
    private final List<String> userAgents;

    /**
     * @param userAgents that most events have
     */
    public MutatedEvents(long seed, List<String> userAgents) {
        this.random = new Random(seed);
        this.userAgents = List.copyOf(userAgents);
    }

    /** The next one; it may have line ends in it. */
    public byte[] next() {
        boolean isNew = random.nextDouble() < NEW_USER_AGENTS;
        String record = RECORDS.get(random.nextInt(RECORDS.size()));
        byte[] value = (isNew ? withNewAgent(record) : record).getBytes(UTF_8);
        for (int i = random.nextInt(4); i > 0; i--) {
            value = changed(value);
        }
        return withAgent(random.nextDouble() < HUGE ? huge(value) : value);
    }

    private String withNewAgent(String record) {
        String hints = random.nextInt(4) == 0 ? HINTS.get(random.nextInt(HINTS.size())) : "";
        String changed = hints.replace("^", escaped(newAgent()));
        return record.replace(USER_AGENT + "\"", escaped(newAgent()) + "\"" + changed);
    }

    private byte[] withAgent(byte[] value) {
        int at = indexOf(value, USER_AGENT.getBytes(UTF_8));
        byte[] agent = escaped(anyAgent()).getBytes(UTF_8);
        return at < 0 ? value : spliced(value, at, agent, at + USER_AGENT.length());
    }

    private String anyAgent() {
        return userAgents.get(random.nextInt(userAgents.size()));
    }

    private String newAgent() {
        return switch (random.nextInt(8)) {
            case 0 -> repeated(part());
            case 1 -> repeated(part() + part());
            case 2 -> anyAgent().repeat(1 + random.nextInt(6));
            case 3 -> mixedParts();
            default -> changedAgent();
        };
    }

    private String changedAgent() {
        StringBuilder agent = new StringBuilder(anyAgent());
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(agent.length() + 1);
            int end = at + random.nextInt(Math.min(40, agent.length() - at) + 1);
            agent.replace(at, random.nextBoolean() ? at : end, random.nextInt(4) == 0 ? anyAgent() : part());
        }
        return agent.toString();
    }

    private String mixedParts() {
        StringBuilder agent = new StringBuilder();
        for (int i = random.nextInt(120); i >= 0; i--) {
            agent.append(part());
        }
        return agent.toString();
    }

    private String repeated(String part) {
        return part.repeat(1 + random.nextInt(1_100 / part.length()));
    }

    private String part() {
        return AGENT_PARTS.get(random.nextInt(AGENT_PARTS.size()));
    }

    private byte[] changed(byte[] value) {
        int at = random.nextInt(value.length + 1);
        return switch (random.nextInt(4)) {
            case 0 -> spliced(value, at, jsonPart(), at);
            case 1 -> spliced(value, at, new byte[] {(byte) random.nextInt(256)}, Math.min(value.length, at + 1));
            case 2 -> spliced(value, at, new byte[0], at + random.nextInt(value.length - at + 1));
            default -> spliced(value, at, Arrays.copyOfRange(value, random.nextInt(at + 1), at), at);
        };
    }

    private byte[] huge(byte[] value) {
        byte[] part = jsonPart();
        byte[] many = new byte[random.nextInt(HUGE_CHARS)];
        for (int i = 0; i < many.length; i++) {
            many[i] = part[i % part.length];
        }
        int at = random.nextInt(value.length + 1);
        return spliced(value, at, many, at);
    }

    private byte[] jsonPart() {
        return JSON_PARTS.get(random.nextInt(JSON_PARTS.size())).getBytes(UTF_8);
    }

    private static byte[] spliced(byte[] value, int from, byte[] middle, int to) {
        return ByteBuffer.allocate(from + middle.length + value.length - to)
                .put(value, 0, from)
                .put(middle)
                .put(value, to, value.length - to)
                .array();
    }

    private static int indexOf(byte[] value, byte[] part) {
        for (int at = 0; at + part.length <= value.length; at++) {
            if (Arrays.equals(value, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        return -1;
    }

    /** As it stands in a JSON string; what UTF-8 has no bytes for too. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c);
            escaped.append(plain ? String.valueOf(c) : String.format("\\u%04x", (int) c));
        }
        return escaped.toString();
    }
}
