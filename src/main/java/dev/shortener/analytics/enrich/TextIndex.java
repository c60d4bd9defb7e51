package dev.shortener.analytics.enrich;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds which of many texts are in another, in one walk over it, by their first two characters. Immutable once filled.
 */
final class TextIndex {

    private static final int KEY_CHARS = 2;

    private final Map<Integer, List<Entry>> byStart = new HashMap<>();

    /**
     * @param text at least two characters
     * @param number what is reported where the text is found; several texts may have the same
     */
    void add(String text, int number) {
        byStart.computeIfAbsent(key(text, 0), key -> new ArrayList<>()).add(new Entry(text, number));
    }

    /** The numbers of all texts that are in it. */
    BitSet numbersIn(String text) {
        BitSet found = new BitSet();
        for (int at = 0; at + KEY_CHARS <= text.length(); at++) {
            for (Entry entry : byStart.getOrDefault(key(text, at), List.of())) {
                if (!found.get(entry.number()) && text.startsWith(entry.text(), at)) {
                    found.set(entry.number());
                }
            }
        }
        return found;
    }

    /** The number of the first text that is in it; -1 if none is. */
    int firstIn(String text) {
        for (int at = 0; at + KEY_CHARS <= text.length(); at++) {
            for (Entry entry : byStart.getOrDefault(key(text, at), List.of())) {
                if (text.startsWith(entry.text(), at)) {
                    return entry.number();
                }
            }
        }
        return -1;
    }

    private static int key(String text, int at) {
        return text.charAt(at) << 16 | text.charAt(at + 1);
    }

    private record Entry(String text, int number) {}
}
