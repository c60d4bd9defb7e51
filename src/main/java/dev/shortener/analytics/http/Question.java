package dev.shortener.analytics.http;

import dev.shortener.analytics.store.CountWindow;
import dev.shortener.analytics.store.Dimension;
import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parameters of a question, checked. Immutable. Every method throws {@link InvalidParameterException}. */
final class Question {

    static final int DEFAULT_LIMIT = 10;
    static final int MOST_VALUES = 1_000;

    static final String FULL_DAY = "a full day in UTC";

    private static final Pattern SHORT_CODE = Pattern.compile("[A-Za-z0-9_-]{1,8}");
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9000-01-01T00:00:00Z");
    private static final String TIMES =
            "a full hour such as 2026-11-24T13:00:00Z, or a day such as 2026-11-24, from the year 2000 on";

    private final MultiMap parameters;

    /**
     * @param allowed names; any other, or one that is there twice, is a mistake that must not go unnoticed
     */
    Question(MultiMap parameters, Set<String> allowed) {
        this.parameters = parameters;
        for (String name : parameters.names()) {
            if (!allowed.contains(name)) {
                throw new InvalidParameterException(name, parameters.get(name), "the parameters " + sorted(allowed));
            }
            List<String> values = parameters.getAll(name);
            if (values.size() > 1) {
                throw new InvalidParameterException(name, String.join("' and '", values), "one value");
            }
        }
    }

    /** What a link can be called. */
    static String shortCode(String text) {
        if (!SHORT_CODE.matcher(text).matches()) {
            throw new InvalidParameterException("short_code", text, "1 to 8 of A-Z a-z 0-9 _ -");
        }
        return text;
    }

    static Dimension dimension(String text) {
        return Dimension.of(text).orElseThrow(() -> new InvalidParameterException("by", text, dimensions("")));
    }

    /** Their names, for people. */
    static String dimensions(String first) {
        return first + Arrays.stream(Dimension.values()).map(Dimension::label).collect(Collectors.joining(", "));
    }

    /** One of these, the first of which stands for none. */
    String choice(String name, List<String> choices) {
        String value = parameters.get(name);
        if (value == null) {
            return choices.get(0);
        }
        if (!choices.contains(value)) {
            throw new InvalidParameterException(name, value, String.join(", ", choices));
        }
        return value;
    }

    String required(String name, String allowed) {
        String value = parameters.get(name);
        if (value == null) {
            throw new InvalidParameterException(name, "", allowed);
        }
        return value;
    }

    int limit(int standard, int most) {
        String value = parameters.get("limit");
        if (value == null) {
            return standard;
        }
        int limit = value.matches("\\d{1,6}") ? Integer.parseInt(value) : 0;
        if (limit < 1 || limit > most) {
            throw new InvalidParameterException("limit", value, "1 to " + most);
        }
        return limit;
    }

    CountWindow window() {
        return window(time("from"), time("to"));
    }

    CountWindow window(@Nullable Instant from, @Nullable Instant to) {
        if (from != null && to != null && !from.isBefore(to)) {
            throw new InvalidParameterException("to", to.toString(), "a time after from, " + from);
        }
        return new CountWindow(from, to);
    }

    /** Null if it is not given. */
    @Nullable
    Instant time(String name) {
        String text = parameters.get(name);
        if (text == null) {
            return null;
        }
        Instant time = parsed(name, text);
        if (!CountWindow.isFullHour(time) || time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw new InvalidParameterException(name, text, TIMES + "; clicks are counted by the hour");
        }
        return time;
    }

    /** Null if it is not given. */
    @Nullable
    Instant day(String name) {
        Instant time = time(name);
        if (time != null && !time.truncatedTo(ChronoUnit.DAYS).equals(time)) {
            throw new InvalidParameterException(name, time.toString(), FULL_DAY);
        }
        return time;
    }

    private static Instant parsed(String name, String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException mistaken) {
            throw new InvalidParameterException(name, text, TIMES);
        }
    }

    private static String sorted(Collection<String> names) {
        return names.isEmpty() ? "(none)" : names.stream().sorted().collect(Collectors.joining(", "));
    }
}
