package dev.shortener.analytics.chaos;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** Which clicks a broker has acknowledged, and where they stand. Thread-safe. */
final class SentLog {

    private static final int NONE = -1;

    private final BitSet acknowledged = new BitSet();
    private final BitSet unknown = new BitSet();
    private final Map<Integer, int[]> numbersByOffset = new HashMap<>();

    synchronized void acknowledged(int number, int partition, long offset) {
        acknowledged.set(number);
        int index = Math.toIntExact(offset);
        int[] numbers = numbersByOffset.getOrDefault(partition, new int[0]);
        if (index >= numbers.length) {
            int[] longer = Arrays.copyOf(numbers, Math.max(1_024, 2 * index));
            Arrays.fill(longer, numbers.length, longer.length, NONE);
            numbers = longer;
            numbersByOffset.put(partition, numbers);
        }
        numbers[index] = number;
    }

    /** What was acknowledged for a topic of the same name that is no more. */
    synchronized void follow(SentLog earlier) {
        acknowledged.or(earlier.acknowledged());
        unknown.or(earlier.unknown());
    }

    /** The broker may have it or not. */
    synchronized void unknown(int number) {
        unknown.set(number);
    }

    synchronized BitSet acknowledged() {
        return (BitSet) acknowledged.clone();
    }

    /** Those of which nobody knows whether they were sent. */
    synchronized BitSet unknown() {
        return (BitSet) unknown.clone();
    }

    synchronized int size() {
        return acknowledged.cardinality();
    }

    /** Which click stands there. */
    synchronized OptionalInt at(int partition, long offset) {
        int[] numbers = numbersByOffset.getOrDefault(partition, new int[0]);
        return offset < 0 || offset >= numbers.length || numbers[(int) offset] == NONE
                ? OptionalInt.empty()
                : OptionalInt.of(numbers[(int) offset]);
    }

    /** The clicks below these positions. */
    synchronized BitSet below(Map<Integer, Long> positions) {
        BitSet below = new BitSet();
        positions.forEach((partition, position) -> {
            int[] numbers = numbersByOffset.getOrDefault(partition, new int[0]);
            Arrays.stream(numbers, 0, (int) Math.min(position, numbers.length))
                    .filter(number -> number != NONE)
                    .forEach(below::set);
        });
        return below;
    }
}
