package dev.shortener.analytics.store;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A time of which clicks are counted: whole hours in UTC. Immutable.
 *
 * @param from of the first hour; null for no bound
 * @param to end of the last hour, which is not within; null for no bound
 */
public record CountWindow(@Nullable Instant from, @Nullable Instant to) {

    public static final CountWindow ALL = new CountWindow(null, null);

    private static final Instant BEGINNING = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("9999-12-01T00:00:00Z");

    public CountWindow {
        if ((from != null && !isFullHour(from)) || (to != null && !isFullHour(to))) {
            throw new IllegalArgumentException("no full hours: " + from + " to " + to);
        }
    }

    /** Whether a time can be a bound. */
    public static boolean isFullHour(Instant time) {
        return time.truncatedTo(ChronoUnit.HOURS).equals(time);
    }

    boolean isAll() {
        return from == null && to == null;
    }

    Instant low() {
        return from == null ? BEGINNING : from;
    }

    Instant high() {
        return to == null ? END : to;
    }

    /**
     * Rows of one kind that are wholly within.
     *
     * @param span {@code m}, {@code d} or {@code h}: months, days or hours
     */
    record Part(String span, Instant low, Instant high) {}

    /** As few rows as make up this window: whole months, the days that are left at both ends, and the hours that are left then. */
    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        addParts(parts, low(), high(), 0);
        return parts;
    }

    /** The whole window in rows of one kind. */
    List<Part> parts(String span) {
        return List.of(new Part(span, low(), high()));
    }

    private static void addParts(List<Part> parts, Instant low, Instant high, int level) {
        if (!low.isBefore(high)) {
            return;
        }
        if (level == 2) {
            parts.add(new Part("h", low, high));
            return;
        }
        Instant first = up(low, level);
        Instant last = down(high, level);
        if (!first.isBefore(last)) {
            addParts(parts, low, high, level + 1);
            return;
        }
        addParts(parts, low, first, level + 1);
        parts.add(new Part(level == 0 ? "m" : "d", first, last));
        addParts(parts, last, high, level + 1);
    }

    private static Instant down(Instant time, int level) {
        if (level == 1) {
            return time.truncatedTo(ChronoUnit.DAYS);
        }
        LocalDate day = LocalDate.ofInstant(time, ZoneOffset.UTC);
        return day.withDayOfMonth(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static Instant up(Instant time, int level) {
        Instant below = down(time, level);
        if (below.equals(time)) {
            return time;
        }
        ZonedDateTime start = below.atZone(ZoneOffset.UTC);
        return (level == 0 ? start.plusMonths(1) : start.plusDays(1)).toInstant();
    }
}
