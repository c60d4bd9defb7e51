package dev.shortener.analytics.enrich;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One rule about user agents, as data: the first that matches decides. Immutable. Matching takes time linear in the user agent.
 *
 * @param id names the rule
 * @param matches whether it speaks of a user agent
 * @param verdict what it says, as written in its file
 * @param example a user agent that it is there for
 */
record AgentRule(String id, Predicate<String> matches, String verdict, String example) {

    private static final int COLUMNS = 5;

    static List<AgentRule> load(String file) {
        return DataFile.rows(file, COLUMNS).stream()
                .map(row -> new AgentRule(row[0], matcher(row[1]), row[2], row[4]))
                .toList();
    }

    static @Nullable AgentRule first(List<AgentRule> rules, String userAgent) {
        for (AgentRule rule : rules) {
            if (rule.matches().test(userAgent)) {
                return rule;
            }
        }
        return null;
    }

    private static Predicate<String> matcher(String pattern) {
        boolean expression = pattern.length() > 2 && pattern.startsWith("/") && pattern.endsWith("/");
        if (!expression) {
            return userAgent -> userAgent.contains(pattern);
        }
        Pattern compiled = Pattern.compile(pattern.substring(1, pattern.length() - 1));
        return userAgent -> compiled.matcher(userAgent).find();
    }
}
