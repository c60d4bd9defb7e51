package dev.shortener.analytics.enrich;

import org.jspecify.annotations.Nullable;

/**
 * Why a step says what it says. Immutable.
 *
 * @param rule id of the rule, or the entry of the list; null if there is none
 * @param reason for people, empty if the rule speaks for itself; never an address
 */
record Cause(@Nullable String rule, String reason) {

    static final Cause NONE = new Cause(null, "");
    static final Cause NO_RULE = new Cause(null, "no rule matches");

    /** Something that only this one step knows. */
    static Cause because(String reason) {
        return new Cause(null, reason);
    }

    /** A rule, or an entry of a list. */
    static Cause rule(String id, String reason) {
        return new Cause(id, reason);
    }
}
