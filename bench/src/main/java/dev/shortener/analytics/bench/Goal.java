package dev.shortener.analytics.bench;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Something to be reached. Immutable.
 *
 * @param what is measured
 * @param value of it; empty if it was not measured
 * @param limit that it is held against
 * @param isAtLeast whether more is better
 * @param isStretch whether it is only to be worked towards
 */
record Goal(String what, OptionalDouble value, double limit, boolean isAtLeast, boolean isStretch) {

    static Goal atLeast(String what, OptionalDouble value, double limit) {
        return new Goal(what, value, limit, true, false);
    }

    static Goal atMost(String what, OptionalDouble value, double limit) {
        return new Goal(what, value, limit, false, false);
    }

    Goal asStretch() {
        return new Goal(what, value, limit, isAtLeast, true);
    }

    /** {@code reached}, {@code missed} or {@code not measured}. */
    String verdict() {
        if (value.isEmpty()) {
            return "not measured";
        }
        return isReached(value.getAsDouble()) ? "reached" : "missed";
    }

    String wanted() {
        return (isAtLeast ? "≥ " : "≤ ") + number(limit) + (isStretch ? " (stretch)" : "");
    }

    String got() {
        return value.isEmpty() ? "-" : number(value.getAsDouble());
    }

    private boolean isReached(double got) {
        return isAtLeast ? got >= limit : got <= limit;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
