package dev.shortener.analytics.http;

import dev.shortener.analytics.store.ClickCounts;
import dev.shortener.analytics.store.CountedUntil;
import dev.shortener.analytics.store.VisitorCounts;
import org.jspecify.annotations.Nullable;

/**
 * Where answers about clicks come from. Immutable.
 *
 * @param counts of clicks
 * @param until up to which click time they are complete
 * @param visitors of links; null if they are not counted
 */
public record ClickReader(ClickCounts counts, CountedUntil until, @Nullable VisitorCounts visitors) {

    /** Knows of no visitors. */
    public ClickReader(ClickCounts counts, CountedUntil until) {
        this(counts, until, null);
    }
}
