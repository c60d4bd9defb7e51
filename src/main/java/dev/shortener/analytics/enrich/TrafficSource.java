package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.TrafficChannel;

/**
 * Where a click was found. Immutable.
 *
 * @param name of the source in lower case, or the referring host; at most 255 characters
 * @param channel its kind
 */
public record TrafficSource(String name, TrafficChannel channel) {

    /** No referer: typed, bookmarked, or withheld. */
    public static final TrafficSource DIRECT = new TrafficSource("direct", TrafficChannel.DIRECT);

    /** A referer that cannot be read. */
    public static final TrafficSource UNKNOWN = new TrafficSource("unknown", TrafficChannel.UNKNOWN);
}
