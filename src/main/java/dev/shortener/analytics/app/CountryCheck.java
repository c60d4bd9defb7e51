package dev.shortener.analytics.app;

import dev.shortener.analytics.enrich.CountryLookup;
import dev.shortener.analytics.enrich.GeoDatabase;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What the command {@code check} says of the country database. Immutable.
 *
 * @param verdict in one word
 * @param found what was found, and how to mend it
 */
record CountryCheck(String verdict, String found) {

    private static final String FAULT = "FAIL";

    /**
     * Reads the database as the service does.
     *
     * @param path null if none is configured
     * @param clock says how old it is
     */
    static CountryCheck of(@Nullable Path path, InstantSource clock) {
        if (path == null) {
            return new CountryCheck("note", "GeoIPDbPath is not set: country_code stays empty");
        }
        try {
            return of(CountryLookup.open(path).database().orElseThrow(), clock.instant());
        } catch (NoSuchFileException missing) {
            return new CountryCheck(
                    "warn",
                    path
                            + " is missing: country_code stays empty until it is there; put one there, no restart is needed");
        } catch (IOException unusable) {
            return new CountryCheck(FAULT, unusable.getMessage() + "; put a database in MaxMind's format in its place");
        }
    }

    private static CountryCheck of(GeoDatabase database, Instant now) {
        String found = database.path() + ", " + database.version() + ", "
                + database.age(now).toDays() + " days old";
        return database.isOld(now)
                ? new CountryCheck(
                        "warn",
                        found + "; past " + GeoDatabase.MAX_AGE.toDays()
                                + " days countries go wrong: replace the file, no restart is needed")
                : new CountryCheck("ok", found);
    }

    boolean isFault() {
        return verdict.equals(FAULT);
    }
}
