package dev.shortener.analytics.enrich;

import java.util.Optional;

/** Stands where no database is configured. Stateless. */
enum NoCountryLookup implements CountryLookup {
    INSTANCE;

    @Override
    public Place locate(String clientAddress) {
        return Place.NOT_LOOKED_UP;
    }

    @Override
    public Optional<GeoDatabase> database() {
        return Optional.empty();
    }
}
