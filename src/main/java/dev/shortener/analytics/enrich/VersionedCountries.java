package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.RulesVersion;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Looks countries up, and knows with which version of lists, database and code a click is enriched. Thread-safe.
 *
 * <p>The database may be replaced at any time by whoever implements {@link CountryLookup}: it only has to say so by
 * {@link CountryLookup#database}. A place and the version that goes with it are never of two databases.
 */
final class VersionedCountries {

    private static final String STEP = "country database";

    private final CountryLookup countries;
    private final String lists;
    private volatile Current current;

    /**
     * @param lists what is in use, see {@link RulesVersion#lists}
     * @param ownDomains decide channels as lists do
     */
    VersionedCountries(CountryLookup countries, String lists, Collection<String> ownDomains) {
        this.countries = countries;
        this.lists = ownDomains.isEmpty() ? lists : lists + " OwnDomains=" + digest(ownDomains);
        this.current = current(countries.database().orElse(null));
    }

    /** A place, and everything that the click is enriched with. */
    Located locate(String clientAddress) {
        while (true) {
            RulesVersion version = version();
            Place place = countries.locate(clientAddress);
            boolean wasReplacedMeanwhile = !version.equals(version());
            if (!wasReplacedMeanwhile) {
                return new Located(place, version);
            }
        }
    }

    Located locate(String clientAddress, Trace trace) {
        Located located = locate(clientAddress);
        Place place = located.place();
        Cause cause = cause(located, clientAddress);
        trace.said(Column.COUNTRY_CODE, STEP, cause, place.countryCode());
        trace.said(Column.REGION, STEP, place.region() == null ? Cause.because("not known") : cause, place.region());
        trace.said(Column.CITY, STEP, place.city() == null ? Cause.because("not known") : cause, place.city());
        return located;
    }

    RulesVersion version() {
        GeoDatabase now = countries.database().orElse(null);
        Current known = current;
        if (!Objects.equals(known.database(), now)) {
            known = current(now);
            current = known;
        }
        return known.version();
    }

    /** The address is looked at once more, for people alone: it decides nothing here. */
    private static Cause cause(Located located, String clientAddress) {
        if (located.version().geoDatabase().isEmpty()) {
            return Cause.because("none is configured");
        }
        String database = located.version().geoDatabase();
        if (ClientAddress.firstPublic(clientAddress) == null) {
            return Cause.rule(database, "there is no public address in ip");
        }
        boolean isFound = !located.place().equals(Place.UNKNOWN);
        return Cause.rule(
                database, isFound ? "by the first public address in ip" : "it has no country for the address");
    }

    private Current current(@Nullable GeoDatabase database) {
        return new Current(database, new RulesVersion(lists, identity(database), RuleCode.VERSION));
    }

    private static String identity(@Nullable GeoDatabase database) {
        return Optional.ofNullable(database).map(GeoDatabase::version).orElse("");
    }

    private static String digest(Collection<String> ownDomains) {
        String sorted = String.join("\n", new TreeSet<>(ownDomains));
        return RuleLists.digest(sorted.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A place, and everything that its click is enriched with. Immutable.
     */
    record Located(Place place, RulesVersion version) {}

    private record Current(@Nullable GeoDatabase database, RulesVersion version) {}
}
