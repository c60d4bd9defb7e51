package dev.shortener.analytics.enrich;

import org.jspecify.annotations.Nullable;

/**
 * What one step said of one column. Immutable.
 *
 * @param step the list or the component that was asked
 * @param rule id of its rule, or the entry of its list; null if there is none
 * @param value what it made of the column; null if it left it as it was
 * @param reason for people; empty if the rule speaks for itself
 */
public record Finding(String step, @Nullable String rule, @Nullable String value, String reason) {}
