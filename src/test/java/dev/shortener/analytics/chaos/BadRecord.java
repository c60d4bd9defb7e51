package dev.shortener.analytics.chaos;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record as nobody should send it.
 *
 * @param name what is wrong with it
 * @param latin1 value of the record, a character a byte; null for none
 * @param reason of its dead letter; {@value #STORED} if it is a click all the same
 */
record BadRecord(String name, @Nullable String latin1, String reason) {

    static final String STORED = "stored";

    private static final int MEBIBYTE = 1 << 20;
    private static final String NOW = "1760000000";

    /** Short codes of those that are stored. */
    static final String CODE = "b0000001";

    static List<BadRecord> all() {
        return List.of(
                new BadRecord("null value", null, "empty"),
                of("empty", "", "empty"),
                of("[1]", "[1]", "not_an_object"),
                of("trailing text", click(NOW, "") + " and more", "malformed_json"),
                of("nesting 1,001", nested(1_001), "too_deep"),
                of("nesting 100,000", nested(100_000), "too_large"),
                new BadRecord("invalid UTF-8", click(NOW, ",\"user_agent\":\"\u00c3\""), "malformed_json"),
                of("NUL in the user agent", click(NOW, ",\"user_agent\":\"a\\u0000b\""), STORED),
                of("NUL in the short code", click(NOW, "").replace(CODE, "b\\u0000"), "invalid_field"),
                of("lone surrogate", click(NOW, ",\"user_agent\":\"\\ud800\""), STORED),
                of("BOM", "\ufeff" + click(NOW, ""), STORED),
                of("duplicate keys", click(NOW, ",\"timestamp\":" + NOW), STORED),
                of("1e400", click("1e400", ""), "out_of_range"),
                of("NaN", click("NaN", ""), "malformed_json"),
                of("negative time", click("-1", ""), "out_of_range"),
                of("year 300,000", click("9404640000000", ""), "out_of_range"),
                of("milliseconds", click(NOW + "000", ""), "out_of_range"),
                of("9-character code", click(NOW, "").replace(CODE, "b00000001"), "too_large"),
                of("1 MiB record", click(NOW, ",\"more\":\"" + "x".repeat(MEBIBYTE) + "\""), "too_large"),
                of("1 MiB user agent", click(NOW, ",\"user_agent\":\"" + "x".repeat(MEBIBYTE) + "\""), "too_large"),
                of("IPv6 with zone", click(NOW, ",\"ip\":\"fe80::1%eth0\""), STORED));
    }

    private static BadRecord of(String name, String value, String reason) {
        return new BadRecord(
                name, new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1), reason);
    }

    private static String click(String timestamp, String more) {
        return "{\"short_code\":\"" + CODE + "\",\"timestamp\":" + timestamp + more + "}";
    }

    private static String nested(int depth) {
        return click(NOW, ",\"more\":" + "[".repeat(depth) + "]".repeat(depth));
    }

    byte @Nullable [] value() {
        return latin1 == null ? null : latin1.getBytes(StandardCharsets.ISO_8859_1);
    }
}
