package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.DeviceType;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Hand-written rules on user agents, in the order of their file: the first that matches decides. Immutable.
 *
 * <p>An expression is tried only if the user agent has a text that all its matches have: of a hundred rules, a handful.
 */
final class Rules {

    /** The list of crawlers is not asked. */
    static final String PERSON = "Person";

    private final List<Rule> ordered;
    private final TextIndex required = new TextIndex();
    private final BitSet alwaysTried = new BitSet();

    private Rules(List<Rule> ordered) {
        this.ordered = ordered;
        for (int i = 0; i < ordered.size(); i++) {
            index(i, ordered.get(i).pattern().requires());
        }
    }

    private void index(int rule, List<String> texts) {
        texts.forEach(text -> required.add(text, rule));
        alwaysTried.set(rule, texts.isEmpty());
    }

    /**
     * @throws IOException if the file is absent or malformed
     */
    static Rules read(DataFile file) throws IOException {
        return new Rules(file.rows(5).stream().map(Rule::of).toList());
    }

    /** The first rule that matches; null if none does. */
    @Nullable
    Rule firstMatch(String userAgent) {
        BitSet tried = required.numbersIn(userAgent);
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
     * @param example a user agent that it decides
     */
    record Rule(String id, TextPattern pattern, String verdict, String reason, String example) {

        private static final Map<String, DeviceType> TYPES =
                Arrays.stream(DeviceType.values()).collect(Collectors.toMap(DeviceType::label, Function.identity()));

        Rule {
            if (!verdict.equals(PERSON) && !TYPES.containsKey(verdict)) {
                throw new IllegalArgumentException("rule " + id + ": no such verdict: " + verdict);
            }
        }

        /** The class of device that is the verdict; Unknown if it is {@link #PERSON}. */
        DeviceType type() {
            return TYPES.getOrDefault(verdict, DeviceType.UNKNOWN);
        }

        private static Rule of(List<String> row) {
            return new Rule(row.get(0), TextPattern.of(row.get(1)), row.get(2), row.get(3), row.get(4));
        }
    }
}
