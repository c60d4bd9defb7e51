package dev.shortener.analytics.store;

import java.util.ArrayList;
import java.util.List;

/**
 * What a role may read of the counts. Immutable.
 *
 * @param role that is connected
 * @param missing tables that are not in its search path
 * @param forbidden tables that it may not read
 */
public record ReadingFacts(String role, List<String> missing, List<String> forbidden) {

    public ReadingFacts {
        missing = List.copyOf(missing);
        forbidden = List.copyOf(forbidden);
    }

    /** What keeps counts from being served, one sentence each with how to mend it; empty if nothing does. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!missing.isEmpty()) {
            warnings.add(
                    "there is no table " + String.join(", ", missing) + " in search_path; run the command migrate");
        }
        if (!forbidden.isEmpty()) {
            String tables = String.join(", ", forbidden);
            warnings.add("role " + role + " may not read " + tables + "; GRANT SELECT ON " + tables + " TO " + role);
        }
        return warnings;
    }
}
