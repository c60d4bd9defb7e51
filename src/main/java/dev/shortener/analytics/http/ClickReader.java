package dev.shortener.analytics.http;

import dev.shortener.analytics.store.ClickCounts;
import dev.shortener.analytics.store.CountedUntil;

/**
 * Where answers about clicks come from. Immutable.
 *
 * @param counts of clicks
 * @param until up to which click time they are complete
 */
public record ClickReader(ClickCounts counts, CountedUntil until) {}
