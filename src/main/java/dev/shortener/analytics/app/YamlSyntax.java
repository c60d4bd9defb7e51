package dev.shortener.analytics.app;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Finds what is wrong with a YAML text before Vert.x reads it: Vert.x takes a key written twice, and its messages show the line at fault, which
 * may hold a password. Stateless.
 */
final class YamlSyntax {

    private YamlSyntax() {}

    /** Half a sentence that shows no value; empty if the text is one mapping of scalars, lists and mappings. */
    static Optional<String> fault(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            return fault(new Yaml(new SafeConstructor(options)).<@Nullable Object>load(text));
        } catch (MarkedYAMLException e) {
            return Optional.of("is no YAML" + place(e.getProblemMark()) + ": " + problem(e));
        } catch (YAMLException e) {
            return Optional.of("is no YAML that can be used: it is too deeply nested, or uses aliases too often");
        }
    }

    private static Optional<String> fault(@Nullable Object root) {
        if (root == null) {
            return Optional.of("is empty; allowed: a mapping of keys");
        }
        if (!(root instanceof Map<?, ?>)) {
            return Optional.of("is no mapping of keys, but a list or a single value");
        }
        return hasHole(root, Collections.newSetFromMap(new IdentityHashMap<>()))
                ? Optional.of("has an alias within itself, or a key without a name")
                : Optional.empty();
    }

    /** Whether something contains itself, or a mapping has a null key: Vert.x would end in a stack overflow or a null pointer. */
    private static boolean hasHole(@Nullable Object value, Set<Object> above) {
        if (!(value instanceof Map<?, ?> || value instanceof List<?>)) {
            return false;
        }
        if (!above.add(value)) {
            return true;
        }
        boolean hole = value instanceof Map<?, ?> map
                ? map.containsKey(null) || map.values().stream().anyMatch(inner -> hasHole(inner, above))
                : ((List<?>) value).stream().anyMatch(inner -> hasHole(inner, above));
        above.remove(value);
        return hole;
    }

    /** The parser's word for it, unless that repeats what the text says: a password may look like an alias or a tag. */
    private static String problem(MarkedYAMLException failure) {
        String problem = String.valueOf(failure.getProblem());
        if (problem.contains("alias")) {
            return "an alias (*) of nothing; put a text that starts with * in quotes";
        }
        if (problem.contains("another document")) {
            return "a second document; allowed: one";
        }
        if (problem.contains("duplicate key") || problem.matches("[a-z ,'<>:]{1,120}")) {
            return problem;
        }
        return "an unexpected character; put a text that starts with ! @ % or ` or holds ': ' or ' #' in quotes";
    }

    private static String place(@Nullable Mark mark) {
        return mark == null ? "" : " at line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
    }
}
