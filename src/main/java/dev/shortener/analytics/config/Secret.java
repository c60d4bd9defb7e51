package dev.shortener.analytics.config;

/**
 * A value that is never printed. Immutable.
 *
 * @param reveal the value itself, for the one place that needs it
 */
public record Secret(String reveal) {

    /** Says that there is a value, and nothing about it. */
    @Override
    public String toString() {
        return "***";
    }
}
