package dev.shortener.analytics.store;

import java.util.List;

/**
 * Clicks by the values of a dimension, or by link. Immutable.
 *
 * @param clicks of the window, also those of values that are not listed
 * @param values most clicked first
 */
public record CountedValues(long clicks, List<Value> values) {

    public CountedValues {
        values = List.copyOf(values);
    }

    /**
     * One of them.
     *
     * @param value of the dimension; empty if it was not looked up
     * @param clicks more than 0
     */
    public record Value(String value, long clicks) {}
}
