package dev.shortener.analytics.event;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where in a trace something happened, as W3C Trace Context carries it from one process to the next. Immutable.
 *
 * @param traceId 32 hexadecimal digits, not all zero
 * @param spanId 16 hexadecimal digits, not all zero
 * @param sampled whether whoever began it records the trace
 */
public record TraceContext(String traceId, String spanId, boolean sampled) {

    /** Name of the header that carries it. */
    public static final String HEADER = "traceparent";

    /** Version 00, and what later versions promise to begin with. */
    private static final Pattern TRACEPARENT =
            Pattern.compile("(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.{0,200})?");

    private static final int SAMPLED = 1;

    /** Reads a header; empty if there is none, or if it is not what W3C Trace Context, level 1, allows. */
    public static Optional<TraceContext> parse(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        Matcher matcher = TRACEPARENT.matcher(header);
        if (!matcher.matches() || (matcher.group(1).equals("00") && matcher.group(5) != null)) {
            return Optional.empty();
        }
        String traceId = matcher.group(2);
        String spanId = matcher.group(3);
        if (isZero(traceId) || isZero(spanId)) {
            return Optional.empty();
        }
        boolean sampled = (Integer.parseInt(matcher.group(4), 16) & SAMPLED) != 0;
        return Optional.of(new TraceContext(traceId, spanId, sampled));
    }

    private static boolean isZero(String digits) {
        return digits.chars().allMatch(digit -> digit == '0');
    }

    /** As a header carries it. */
    public String header() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }
}
