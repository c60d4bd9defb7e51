package dev.shortener.analytics.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All clicks of a link, or of all links. Immutable.
 *
 * @param clicks how many there are
 * @param humans those that are not from bots
 * @param first time of the earliest; null without a click
 * @param last time of the latest; null without a click
 */
public record ClickTotals(long clicks, long humans, @Nullable Instant first, @Nullable Instant last) {

    /** Of a link that nobody has clicked, or that there is not. */
    public static final ClickTotals NONE = new ClickTotals(0, 0, null, null);
}
