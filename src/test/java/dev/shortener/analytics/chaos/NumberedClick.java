package dev.shortener.analytics.chaos;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Clicks by number. The number is the short code, so that it can be read from a row as well as from a dead letter; there is no event
 * id, so that only its place in the topic tells a click from another. Every fiftieth cannot be a click. Stateless.
 */
final class NumberedClick {

    private static final int RADIX = 36;
    private static final int DIGITS = 7;
    private static final int ONE_IN = 50;
    private static final Pattern CODE = Pattern.compile("\"short_code\":\"c([0-9a-z]{" + DIGITS + "})\"");

    private NumberedClick() {}

    /** Whether it must become a row; otherwise it must become a dead letter. */
    static boolean isGood(int number) {
        return number % ONE_IN != ONE_IN - 1;
    }

    static String code(int number) {
        String digits = Integer.toString(number, RADIX);
        return "c" + "0".repeat(DIGITS - digits.length()) + digits;
    }

    /**
     * @param timestamp seconds since 1970
     */
    static byte[] value(int number, long timestamp) {
        String seconds = isGood(number) ? Long.toString(timestamp) : poison(number);
        return ("{\"short_code\":\"" + code(number) + "\",\"timestamp\":" + seconds
                        + ",\"ip\":\"203.0.113.9\",\"user_agent\":\"curl/8.0\",\"referer\":\"https://www.google.com/\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Each breaks another rule of the decoder. */
    private static String poison(int number) {
        return switch (number / ONE_IN % 4) {
            case 0 -> "-5";
            case 1 -> "\"soon\"";
            case 2 -> "1e400";
            default -> "1731000000,,";
        };
    }

    /** Which click a dead letter was; empty if it says no number. */
    static OptionalInt numberIn(byte @Nullable [] value) {
        if (value == null) {
            return OptionalInt.empty();
        }
        Matcher code = CODE.matcher(new String(value, StandardCharsets.UTF_8));
        return code.find() ? OptionalInt.of(Integer.parseInt(code.group(1), RADIX)) : OptionalInt.empty();
    }

    /** Which click a row is; empty if its short code is none of these. */
    static OptionalInt numberOf(String shortCode) {
        return numberIn(("\"short_code\":\"" + shortCode + "\"").getBytes(StandardCharsets.UTF_8));
    }
}
