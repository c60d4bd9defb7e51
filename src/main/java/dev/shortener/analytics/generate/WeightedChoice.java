package dev.shortener.analytics.generate;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Chooses a value as often as its weight says. Immutable.
 *
 * @param <T> of the values
 */
final class WeightedChoice<T> {

    private final TreeMap<Integer, T> upTo = new TreeMap<>();
    private final int total;

    /** @param weights of the values in an order that does not change between runs, each 1 or more */
    WeightedChoice(Iterable<Map.Entry<T, Integer>> weights) {
        int sum = 0;
        for (Map.Entry<T, Integer> weight : weights) {
            sum += weight.getValue();
            upTo.put(sum, weight.getKey());
        }
        total = sum;
    }

    T next(SplittableRandom random) {
        return upTo.higherEntry(random.nextInt(total)).getValue();
    }
}
