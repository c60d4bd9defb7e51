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

    /** The same of the text in {@link RequiredText#folded} characters. */
    default List<String> requiresFolded() {
        return List.of();
    }

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
        List<String> texts = RequiredText.ofTexts(expression);
        if (!texts.isEmpty()) {
            return new AnyOf(texts);
        }
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
     * One of several texts, in any case: an expression could say it too, but takes a hundred times as long.
     *
     * @param texts {@link RequiredText#folded}, at least two characters each
     */
    record AnyOf(List<String> texts) implements TextPattern {

        @Override
        public boolean isIn(String text) {
            String folded = RequiredText.folded(text);
            return texts.stream().anyMatch(folded::contains);
        }

        @Override
        public List<String> requires() {
            return List.of();
        }

        @Override
        public List<String> requiresFolded() {
            return texts;
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

        @Override
        public List<String> requiresFolded() {
            return RequiredText.ofAnyCase(pattern.pattern());
        }
    }
}
