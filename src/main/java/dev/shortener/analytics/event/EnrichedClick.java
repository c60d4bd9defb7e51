package dev.shortener.analytics.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A click with everything that was derived from it: the columns of a row in {@code clicks}, but for its id. Immutable.
 *
 * @param shortCode 1 to 8 characters of {@code [A-Za-z0-9_-]}
 * @param clickedAt when the click happened, whole seconds
 * @param countryCode ISO 3166-1 alpha-2; {@code XX} if looked up and unknown; empty if no database is configured
 * @param deviceType the class of device
 * @param trafficSource name of the source in lower case, else the referring host; at most 255 characters
 * @param trafficChannel the kind of source
 * @param browser name without version, at most 64 characters, empty if unknown
 * @param os name of the operating system without version, at most 64 characters, empty if unknown
 * @param region name of the first-level subdivision, at most 128 characters; null unless a City database is configured and knows it
 * @param city name of the city, at most 128 characters; null unless a City database is configured and knows it
 */
public record EnrichedClick(
        String shortCode,
        Instant clickedAt,
        String countryCode,
        DeviceType deviceType,
        String trafficSource,
        TrafficChannel trafficChannel,
        String browser,
        String os,
        @Nullable String region,
        @Nullable String city) {}
