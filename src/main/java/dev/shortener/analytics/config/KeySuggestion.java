package dev.shortener.analytics.config;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Guesses which key was meant. Stateless. */
final class KeySuggestion {

    private static final int MAX_LENGTH = 100;

    private KeySuggestion() {}

    /** The known key or section that is nearest to {@code path}, if it is near: at most a third of it may differ, and 3 edits. */
    static Optional<String> nearest(String path) {
        if (path.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String folded = ConfigKey.folded(path);
        return candidates()
                .min(Comparator.comparingInt(candidate -> distance(folded, ConfigKey.folded(candidate))))
                .filter(candidate -> isNear(folded, ConfigKey.folded(candidate)))
                .or(() -> inAnotherSection(folded));
    }

    /** A key of the same name elsewhere: {@code MaxRecords} at the top means {@code Batch.MaxRecords}. */
    private static Optional<String> inAnotherSection(String folded) {
        String name = lastName(folded);
        return candidates()
                .filter(candidate -> lastName(ConfigKey.folded(candidate)).equals(name))
                .findFirst();
    }

    private static Stream<String> candidates() {
        return ConfigKeys.ALL.stream()
                .map(ConfigKey::path)
                .flatMap(path ->
                        path.contains(".") ? Stream.of(path.substring(0, path.indexOf('.')), path) : Stream.of(path))
                .distinct();
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static boolean isNear(String path, String candidate) {
        int distance = distance(path, candidate);
        return distance <= 3 && distance * 3 <= Math.max(lastName(path).length(), 3);
    }

    /** Levenshtein's distance. */
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (int line = 1; line <= left.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column < row.length; column++) {
                int substituted = diagonal + (left.charAt(line - 1) == right.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(substituted, 1 + Math.min(row[column], row[column - 1]));
            }
        }
        return row[right.length()];
    }
}
