package dev.shortener.analytics.bench;

import java.util.List;

/**
 * What several measurements of one thing came to. Immutable.
 *
 * @param median of them; with an even number, the mean of the two in the middle
 */
record Spread(double median, double min, double max) {

    /**
     * @param values at least one
     */
    static Spread of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int size = sorted.size();
        double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
        return new Spread(median, sorted.get(0), sorted.get(size - 1));
    }

    boolean isOne() {
        return min == max;
    }
}
