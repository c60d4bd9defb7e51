package dev.shortener.analytics.app;

import dev.shortener.analytics.store.UpdateResult.Change;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts in which columns rows differ, and from what to what. For one thread.
 *
 * <p>Sources and cities are open sets: of each column, 10,000 pairs are counted one by one, and whatever comes after them together.
 */
final class ChangeTally {

    static final int MAX_PAIRS = 10_000;

    private final Map<String, Map<Pair, Long>> pairs = new TreeMap<>();
    private final Map<String, Long> beyond = new HashMap<>();

    private record Pair(@Nullable String from, @Nullable String to) {}

    /**
     * What a column has. Immutable.
     *
     * @param name of the column
     * @param rows how many differ in it
     * @param top the most frequent pairs, the most frequent first
     * @param otherRows how many differ in another way
     */
    record ColumnTally(String name, long rows, List<Change> top, long otherRows) {}

    void add(Change change) {
        Map<Pair, Long> known = pairs.computeIfAbsent(change.column(), column -> new HashMap<>());
        Pair pair = new Pair(change.from(), change.to());
        if (known.containsKey(pair) || known.size() < MAX_PAIRS) {
            known.merge(pair, change.rows(), Long::sum);
        } else {
            beyond.merge(change.column(), change.rows(), Long::sum);
        }
    }

    /**
     * The columns in which rows differ, by name.
     *
     * @param most pairs of each column
     */
    List<ColumnTally> columns(int most) {
        return pairs.entrySet().stream()
                .map(entry -> column(entry.getKey(), entry.getValue(), most))
                .toList();
    }

    private ColumnTally column(String name, Map<Pair, Long> known, int most) {
        List<Change> top = known.entrySet().stream()
                .map(entry ->
                        new Change(name, entry.getKey().from(), entry.getKey().to(), entry.getValue()))
                .sorted(Comparator.comparingLong(Change::rows)
                        .reversed()
                        .thenComparing(change -> String.valueOf(change.from()))
                        .thenComparing(change -> String.valueOf(change.to())))
                .limit(most)
                .toList();
        long rows = known.values().stream().mapToLong(Long::longValue).sum() + beyond.getOrDefault(name, 0L);
        return new ColumnTally(
                name, rows, top, rows - top.stream().mapToLong(Change::rows).sum());
    }
}
