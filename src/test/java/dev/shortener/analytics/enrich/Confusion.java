package dev.shortener.analytics.enrich;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How often what is labelled so is answered how. Confined to one test. */
final class Confusion {

    private final Map<String, Map<String, Integer>> answers = new TreeMap<>();

    void add(String label, String answer) {
        answers.computeIfAbsent(label, key -> new TreeMap<>()).merge(answer, 1, Integer::sum);
    }

    int count(String label, String answer) {
        return answers.getOrDefault(label, Map.of()).getOrDefault(answer, 0);
    }

    int labelled(String label) {
        return answers.getOrDefault(label, Map.of()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    int total() {
        return answers.keySet().stream().mapToInt(this::labelled).sum();
    }

    /** In percent, as everything below. */
    double accuracy() {
        return percent(answers.keySet().stream().mapToInt(l -> count(l, l)).sum(), total());
    }

    double recall(String label) {
        return percent(count(label, label), labelled(label));
    }

    /** The harmonic mean of recall and precision. */
    double f1(String label) {
        int answered = answers.keySet().stream().mapToInt(l -> count(l, label)).sum();
        return percent(2 * count(label, label), labelled(label) + answered);
    }

    double macroF1() {
        return answers.keySet().stream().mapToDouble(this::f1).average().orElse(0);
    }

    @Override
    public String toString() {
        String rows = answers.keySet().stream().map(this::row).collect(Collectors.joining("\n"));
        return String.format("%d cases, %.1f %% right, macro-F1 %.1f%n%s", total(), accuracy(), macroF1(), rows);
    }

    private String row(String label) {
        return String.format(
                "  %-8s %5d, recall %5.1f, F1 %5.1f: %s",
                label, labelled(label), recall(label), f1(label), answers.get(label));
    }

    private static double percent(int part, int whole) {
        return whole == 0 ? 0 : 100.0 * part / whole;
    }
}
