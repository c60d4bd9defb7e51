package dev.shortener.analytics.app;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/**
 * Times of clicks that are looked at again. Immutable.
 *
 * @param from earliest time of a click
 * @param to the times of all clicks are before it
 */
record ReenrichWindow(Instant from, Instant to) {

    /** A click may be a day ahead of the clock of whoever decodes it, and that clock a day ahead of the one of the record's timestamp. */
    private static final Duration MAX_LEAD = Duration.ofDays(2);

    ReenrichWindow {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("--from " + from + " is not before --to " + to);
        }
    }

    /**
     * @throws IllegalArgumentException that names the option, its value and what is allowed
     */
    static ReenrichWindow of(String from, String to) {
        return new ReenrichWindow(time("--from", from), time("--to", to));
    }

    boolean contains(Instant clickedAt) {
        return !clickedAt.isBefore(from) && clickedAt.isBefore(to);
    }

    /** No record with an earlier timestamp than this holds one of these clicks. Later ones may, however late: clicks come late. */
    Instant earliestTimestamp() {
        return from.minus(MAX_LEAD);
    }

    private static Instant time(String option, String text) {
        try {
            return text.length() == "2026-11-01".length()
                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException malformed) {
            throw new IllegalArgumentException(
                    option + " '" + text + "' is no time; allowed: a day, such as 2026-11-01, which begins"
                            + " at midnight UTC, or a time with its offset, such as 2026-11-01T10:00:00Z");
        }
    }
}
