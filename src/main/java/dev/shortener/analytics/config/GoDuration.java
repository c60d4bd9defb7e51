package dev.shortener.analytics.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them: {@code 500ms}, {@code 1.5s}, {@code 1m30s}. Stateless; the grammar is that of Go's time.ParseDuration. */
final class GoDuration {

    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "\u00b5s", 1_000L,
            "\u03bcs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);
    private static final String PART = "(\\d{1,18}(?:\\.\\d{0,9})?|\\.\\d{1,9})(ns|us|\u00b5s|\u03bcs|ms|s|m|h)";
    private static final Pattern ONE = Pattern.compile(PART);
    private static final Pattern ALL = Pattern.compile("(?:" + PART + "){1,20}");

    private GoDuration() {}

    /** The duration that {@code text} writes; empty if it writes none, a negative one, or one of more than 292 years. */
    static Optional<Duration> parse(String text) {
        if (!ALL.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = ONE.matcher(text);
        while (part.find()) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(nanosOf(part.group(2)))));
        }
        return nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(nanos.longValue()));
    }

    /** A whole number of milliseconds in the shortest of ms, s and m. */
    static String format(Duration duration) {
        if (duration.toMillisPart() != 0) {
            return duration.toMillis() + "ms";
        }
        return duration.toSeconds() % 60 == 0 && !duration.isZero()
                ? duration.toMinutes() + "m"
                : duration.toSeconds() + "s";
    }

    private static long nanosOf(String unit) {
        Long nanos = NANOS.get(unit);
        if (nanos == null) {
            throw new IllegalStateException("unit " + unit);
        }
        return nanos;
    }
}
