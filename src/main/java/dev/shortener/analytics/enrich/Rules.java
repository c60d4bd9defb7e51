package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.DeviceType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Hand-written rules on user agents, in the order of their file: the first that matches decides. Immutable.
 *
 * <p>An expression is tried only if the user agent has a text that all its matches have: of a hundred rules, a handful.
 */
final class Rules {

    /** The list of crawlers is not asked. Only a list that goes before it may say so. */
    static final String PERSON = "Person";

    private static final List<String> COLUMNS = List.of("id", "pattern", "verdict", "reason", "example");
    private static final List<String> VERDICTS =
            Arrays.stream(DeviceType.values()).map(DeviceType::label).toList();
    private static final List<String> VERDICTS_OR_PERSON =
            Stream.concat(VERDICTS.stream(), Stream.of(PERSON)).toList();

    private final String list;
    private final List<Rule> ordered;
    private final TextIndex required = new TextIndex();
    private final TextIndex requiredFolded = new TextIndex();
    private final BitSet alwaysTried = new BitSet();

    private Rules(String list, List<Rule> ordered) {
        this.list = list;
        this.ordered = ordered;
        for (int i = 0; i < ordered.size(); i++) {
            index(i, ordered.get(i).pattern());
        }
    }

    private void index(int rule, TextPattern pattern) {
        List<String> texts = pattern.requires();
        List<String> folded = pattern.requiresFolded();
        texts.forEach(text -> required.add(text, rule));
        folded.forEach(text -> requiredFolded.add(text, rule));
        alwaysTried.set(rule, texts.isEmpty() && folded.isEmpty());
    }

    /** A list that says what class of device it is. */
    static Rules read(DataFile file) {
        return read(file, VERDICTS);
    }

    /** A list that may also say that it is a person, whatever the list of crawlers would say. */
    static Rules readWithPersons(DataFile file) {
        return read(file, VERDICTS_OR_PERSON);
    }

    private static Rules read(DataFile file, List<String> verdicts) {
        List<Rule> rules = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        file.forEachRow(COLUMNS, row -> {
            Rule rule = Rule.of(row, verdicts);
            if (!ids.add(rule.id())) {
                throw new IllegalArgumentException("rule " + rule.id() + " is there twice; allowed: an id of its own");
            }
            rules.add(rule);
        });
        return new Rules(file.name(), rules);
    }

    /** Name of its file. */
    String list() {
        return list;
    }

    /** The first rule that matches; null if none does. */
    @Nullable
    Rule firstMatch(String userAgent) {
        BitSet tried = required.numbersIn(userAgent);
        tried.or(requiredFolded.numbersIn(RequiredText.folded(userAgent)));
        tried.or(alwaysTried);
        for (int i = tried.nextSetBit(0); i >= 0; i = tried.nextSetBit(i + 1)) {
            if (ordered.get(i).pattern().isIn(userAgent)) {
                return ordered.get(i);
            }
        }
        return null;
    }

    List<Rule> all() {
        return ordered;
    }

    /**
     * One rule. Immutable.
     *
     * @param id unique within its file
     * @param pattern what is looked for
     * @param verdict label of a class of device, or {@link #PERSON}
     * @param reason why
     * @param example a user agent that it matches
     */
    record Rule(String id, TextPattern pattern, String verdict, String reason, String example) {

        private static final Map<String, DeviceType> TYPES =
                Arrays.stream(DeviceType.values()).collect(Collectors.toMap(DeviceType::label, Function.identity()));

        /** The class of device that is the verdict; Unknown if it is {@link #PERSON}. */
        DeviceType type() {
            return TYPES.getOrDefault(verdict, DeviceType.UNKNOWN);
        }

        boolean isPerson() {
            return verdict.equals(PERSON);
        }

        Cause cause() {
            return Cause.rule(id, reason);
        }

        static Rule of(List<String> row, List<String> verdicts) {
            Rule rule = new Rule(row.get(0), TextPattern.of(row.get(1)), row.get(2), row.get(3), row.get(4));
            if (rule.id().isBlank()) {
                throw new IllegalArgumentException("the rule has no id; allowed: one that no other rule has");
            }
            if (!verdicts.contains(rule.verdict())) {
                throw new IllegalArgumentException("rule " + rule.id() + ": '" + rule.verdict()
                        + "' is no verdict here; allowed: " + String.join(", ", verdicts));
            }
            if (!rule.pattern().isIn(rule.example())) {
                throw new IllegalArgumentException("rule " + rule.id()
                        + ": its pattern is not in its example; allowed: an example that it matches");
            }
            return rule;
        }
    }
}
