package dev.shortener.analytics.support;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a query in Prometheus' language asks for. Stateless. It reads the part of the language that the queries of this project use.
 */
public final class PromQl {

    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final Pattern SELECTOR = Pattern.compile("(" + NAME + ")\\s*\\{([^}]*)}");
    private static final Pattern MATCHER = Pattern.compile("(" + NAME + ")\\s*(?:=~|!~|!=|=)");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\(([^)]*)\\)");
    private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*]");
    private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"");
    private static final Pattern BARE = Pattern.compile("(?<![a-zA-Z0-9_:.$])(" + NAME + ")(?![a-zA-Z0-9_:]|\\s*\\()");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "by", "on", "bool", "offset", "without");

    private PromQl() {}

    /** The metrics that it asks for, each with the labels that are matched. */
    public static Map<String, Set<String>> metrics(String query) {
        Map<String, Set<String>> asked = new TreeMap<>();
        String rest = RANGE.matcher(TEXT.matcher(query).replaceAll("\"\"")).replaceAll("");
        Matcher selector = SELECTOR.matcher(rest);
        while (selector.find()) {
            Set<String> labels = asked.computeIfAbsent(selector.group(1), name -> new HashSet<>());
            Matcher label = MATCHER.matcher(selector.group(2));
            while (label.find()) {
                labels.add(label.group(1));
            }
        }
        rest = GROUPING.matcher(selector.reset().replaceAll(" ")).replaceAll(" ");
        Matcher bare = BARE.matcher(rest);
        while (bare.find()) {
            if (!WORDS.contains(bare.group(1))) {
                asked.computeIfAbsent(bare.group(1), name -> new HashSet<>());
            }
        }
        return asked;
    }

    /** The labels that it groups by. */
    public static Set<String> groups(String query) {
        Set<String> labels = new HashSet<>();
        Matcher grouping = GROUPING.matcher(query);
        while (grouping.find()) {
            for (String label : grouping.group(1).split(",", -1)) {
                labels.add(label.strip());
            }
        }
        return labels;
    }
}
