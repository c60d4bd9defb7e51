package dev.shortener.analytics.enrich;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hand-written rules on user agents, in the order of their file: the first that matches decides. Immutable. */
final class Rules {

    /** The list of crawlers is not asked. */
    static final String PERSON = "Person";

    private final List<Rule> ordered;

    private Rules(List<Rule> ordered) {
        this.ordered = ordered;
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
        for (Rule rule : ordered) {
            if (rule.pattern().isIn(userAgent)) {
                return rule;
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

        private static Rule of(List<String> row) {
            return new Rule(row.get(0), TextPattern.of(row.get(1)), row.get(2), row.get(3), row.get(4));
        }
    }
}
