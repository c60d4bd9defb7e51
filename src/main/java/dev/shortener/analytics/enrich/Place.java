package dev.shortener.analytics.enrich;

import org.jspecify.annotations.Nullable;

/**
 * Where a click came from. Immutable.
 *
 * @param countryCode ISO 3166-1 alpha-2 (or XK, Kosovo, as every database has it); {@code XX} if looked up and unknown; empty if
 *     there is no database to look it up in
 * @param region name of the first-level subdivision, at most 128 characters; null if not known
 * @param city at most 128 characters; null if not known
 */
public record Place(String countryCode, @Nullable String region, @Nullable String city) {

    /** Looked up, and not found. */
    public static final Place UNKNOWN = new Place("XX", null, null);

    /** Not looked up, because no database is configured. */
    public static final Place NOT_LOOKED_UP = new Place("", null, null);
}
