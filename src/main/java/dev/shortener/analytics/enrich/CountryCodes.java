package dev.shortener.analytics.enrich;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What may stand in {@code country_code}. Stateless. */
final class CountryCodes {

    /** ISO 3166-1, and Kosovo, which has no code there and this one in every database. */
    private static final Set<String> KNOWN =
            Stream.concat(Stream.of(Locale.getISOCountries()), Stream.of("XK")).collect(Collectors.toUnmodifiableSet());

    private static final int NAME_CHARS = 128;

    private CountryCodes() {}

    /**
     * @param code of a database, in which continents (EU, AP) and "unknown" (ZZ) can occur too; null if it has none
     * @return a place with a country, or {@link Place#UNKNOWN}
     */
    static Place place(@Nullable String code) {
        return place(code, null, null);
    }

    /**
     * @param code as above
     * @param region null if not known
     * @param city null if not known
     */
    static Place place(@Nullable String code, @Nullable String region, @Nullable String city) {
        String country = code == null ? "" : code.toUpperCase(Locale.ROOT);
        return KNOWN.contains(country) ? new Place(country, name(region), name(city)) : Place.UNKNOWN;
    }

    private static @Nullable String name(@Nullable String name) {
        String clean = name == null ? "" : WellFormed.column(name, NAME_CHARS);
        return clean.isEmpty() ? null : clean;
    }
}
