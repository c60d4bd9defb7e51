package dev.shortener.analytics.enrich;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds texts of which every match of a regular expression contains at least one, so that the expression need not be tried where
 * none is. Confined to one expression; reads the part of RE2's syntax that the lists are written in, and gives up on the rest.
 *
 * <p>The idea is that of RE2's FilteredRE2 and of Code Search (Cox, "Regular Expression Matching with a Trigram Index", 2012).
 */
final class RequiredText {

    /** In nearly every user agent, so that asking for them would sort nothing out. */
    private static final Set<String> COMMON = Set.of(
            "Android ", "Android", "Mozilla/", " Build", "Build", "Safari/", "Opera/9.", " (", "; ", "Linux", "/");

    private static final String ANY_CASE = "(?i)";
    private static final Pattern TEXTS = Pattern.compile("\\(\\?i\\)(?:[^\\\\\\[\\](){}.*+?^$]|\\\\[^A-Za-z0-9])*");
    private static final int MIN_CHARS = 2;

    private final String expression;
    private int at;

    private RequiredText(String expression) {
        this.expression = expression;
    }

    /** As {@link #of}, for an expression that regards no case from its start on: in {@link #folded} characters. */
    static List<String> ofAnyCase(String expression) {
        boolean foldsCase = expression.startsWith(ANY_CASE);
        return foldsCase
                ? of(expression.substring(ANY_CASE.length())).stream()
                        .map(RequiredText::folded)
                        .toList()
                : List.of();
    }

    /** The texts of an expression that names nothing but texts, in any case; empty if it says anything else. */
    static List<String> ofTexts(String expression) {
        boolean isPlain =
                expression.startsWith(ANY_CASE) && TEXTS.matcher(expression).matches();
        return isPlain ? ofAnyCase(expression) : List.of();
    }

    /** Characters that RE2 takes for the same without regard to case are the same here. */
    static String folded(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            folded.append(Character.toLowerCase(Character.toUpperCase(text.charAt(i))));
        }
        return folded.toString();
    }

    /** At least two characters each; empty if nothing is known of the expression. */
    static List<String> of(String expression) {
        if (!isReadable(expression)) {
            return List.of();
        }
        RequiredText reader = new RequiredText(expression);
        List<String> texts = reader.alternatives();
        return reader.at == expression.length() ? texts : List.of();
    }

    /** Without flags, named groups and escapes of several characters. */
    private static boolean isReadable(String expression) {
        boolean hasFlags = expression.replace("(?:", "(").contains("(?");
        return !hasFlags && List.of("\\x", "\\p", "\\P", "\\Q").stream().noneMatch(expression::contains);
    }

    /** Any of several sequences: one text of each may be in the match. */
    private List<String> alternatives() {
        List<String> all = new ArrayList<>();
        boolean known = true;
        do {
            List<String> branch = sequence();
            known &= !branch.isEmpty();
            all.addAll(branch);
        } while (accept('|'));
        return known ? all : List.of();
    }

    /** One after the other: the most telling part is enough. */
    private List<String> sequence() {
        List<String> best = List.of();
        StringBuilder run = new StringBuilder();
        while (at < expression.length() && peek() != '|' && peek() != ')') {
            List<String> part = List.of();
            int literal = literal();
            if (literal < 0) {
                part = group();
            }
            boolean optional = quantifier();
            if (literal >= 0 && !optional) {
                run.append((char) literal);
            }
            if (literal < 0 || optional || repeated()) {
                best = better(best, whole(run));
                run.setLength(0);
            }
            best = optional ? best : better(best, part);
        }
        return better(best, whole(run));
    }

    private static List<String> whole(StringBuilder run) {
        return run.length() < MIN_CHARS ? List.of() : List.of(run.toString());
    }

    private static List<String> better(List<String> one, List<String> other) {
        return telling(other) > telling(one) ? other : one;
    }

    private static int telling(List<String> texts) {
        boolean isCommon = texts.stream().anyMatch(COMMON::contains);
        int shortest = texts.stream().mapToInt(String::length).min().orElse(0);
        return isCommon ? Math.min(1, shortest) : shortest;
    }

    /** The next character if it stands for itself, else -1 with nothing read. */
    private int literal() {
        char next = peek();
        if (next == '\\' && at + 1 < expression.length() && !Character.isLetterOrDigit(expression.charAt(at + 1))) {
            at += 2;
            return expression.charAt(at - 1);
        }
        if ("[(.^$\\*+?{".indexOf(next) >= 0) {
            return -1;
        }
        at++;
        return next;
    }

    /** What is no literal: a group, a class of characters, or something that says nothing. */
    private List<String> group() {
        char next = expression.charAt(at++);
        if (next == '\\') {
            at++;
        } else if (next == '[') {
            skipClass();
        } else if (next == '(') {
            boolean plain = expression.startsWith("?:", at);
            at += plain ? 2 : 0;
            List<String> inner = alternatives();
            at++;
            return inner;
        }
        return List.of();
    }

    private void skipClass() {
        accept('^');
        accept(']');
        while (at < expression.length() && peek() != ']') {
            at += peek() == '\\' ? 2 : 1;
        }
        at++;
    }

    /** Whether what was read may be absent. */
    private boolean quantifier() {
        if (at == expression.length()) {
            return false;
        }
        if (accept('?') || accept('*')) {
            return true;
        }
        if (peek() != '{') {
            accept('+');
            return false;
        }
        boolean optional = expression.startsWith("{0", at);
        at = expression.indexOf('}', at) + 1;
        return optional;
    }

    private boolean repeated() {
        return at > 0 && "+}".indexOf(expression.charAt(at - 1)) >= 0 && !expression.startsWith("\\", at - 2);
    }

    private boolean accept(char expected) {
        boolean found = at < expression.length() && peek() == expected;
        at += found ? 1 : 0;
        return found;
    }

    private char peek() {
        return expression.charAt(at);
    }
}
