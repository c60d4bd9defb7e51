package dev.shortener.analytics.enrich;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;

/** What is looked for in a user agent. Immutable; each takes time linear in the text (RE2), as the text comes from outside. */
sealed interface TextPattern {

    /** Whether the text has it anywhere; case counts. */
    boolean isIn(String text);

    /** At least one of these is in every text that has it; empty if that is not known. */
    List<String> requires();

    /**
     * @param notation plain text, or a regular expression of RE2's syntax between slashes
     * @throws IllegalArgumentException if it is empty or no such expression
     */
    static TextPattern of(String notation) {
        if (notation.isEmpty()) {
            throw new IllegalArgumentException(
                    "the pattern is empty; allowed: a text, or an expression between slashes");
        }
        boolean isExpression = notation.length() > 2 && notation.startsWith("/") && notation.endsWith("/");
        return isExpression ? expression(notation.substring(1, notation.length() - 1)) : new Plain(notation);
    }

    /**
     * @throws IllegalArgumentException if it is none of RE2's syntax
     */
    static TextPattern expression(String expression) {
        try {
            return new Expression(Pattern.compile(expression));
        } catch (PatternSyntaxException malformed) {
            throw new IllegalArgumentException("the pattern '" + expression + "' is no expression ("
                    + malformed.getDescription() + "); allowed: RE2's syntax, without look-around and back-references");
        }
    }

    /**
     * Itself and nothing else.
     *
     * @param part not empty
     */
    record Plain(String part) implements TextPattern {

        @Override
        public boolean isIn(String text) {
            return text.contains(part);
        }

        @Override
        public List<String> requires() {
            return part.length() < 2 ? List.of() : List.of(part);
        }
    }

    /**
     * A regular expression.
     *
     * @param pattern compiled
     */
    record Expression(Pattern pattern) implements TextPattern {

        @Override
        public boolean isIn(String text) {
            return pattern.matcher(text).find();
        }

        @Override
        public List<String> requires() {
            return RequiredText.of(pattern.pattern());
        }
    }
}
