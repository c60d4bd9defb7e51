package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.TrafficChannel;

/**
 * Where a click came from. Immutable.
 *
 * @param name of the source in lower case, else the referring host; 1 to 255 characters
 * @param channel the kind of source
 */
public record TrafficSource(String name, TrafficChannel channel) {}
