package dev.shortener.analytics.metrics;

import java.util.Locale;

/** Why the visitor of a click is not counted, although visitors are and it is no bot's. */
public enum LeftOut {
    /** The salt of its day is forgotten. */
    LATE,
    /** Its day has not begun yet. */
    EARLY,
    /** There is no address in the event. */
    NO_ADDRESS;

    /** As metrics name it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
