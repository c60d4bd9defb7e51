package dev.shortener.analytics.enrich;

import java.time.Duration;
import java.time.Instant;

/**
 * The times that a click can have. Immutable.
 *
 * @param first seconds since 1970, inclusive
 * @param last seconds since 1970, inclusive
 */
record TimeRange(long first, long last) {

    private static final long YEAR_2000 = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();
    private static final long DAY = Duration.ofDays(1).toSeconds();

    /** From 2000-01-01 to one day ahead: clocks differ, and time zones are mistaken for each other. */
    static TimeRange upTo(Instant now) {
        return new TimeRange(YEAR_2000, now.getEpochSecond() + DAY);
    }

    boolean contains(long seconds) {
        return seconds >= first && seconds <= last;
    }

    /** What an impossible number of seconds probably is, as the middle of a sentence; empty if nothing fits. */
    String hint(long number) {
        if (contains(number / 1_000)) {
            return " looks like milliseconds";
        }
        if (contains(number / 1_000_000)) {
            return " looks like microseconds";
        }
        return contains(number / 1_000_000_000) ? " looks like nanoseconds" : " is out of range";
    }
}
