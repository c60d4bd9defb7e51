package dev.shortener.analytics.enrich;

import com.maxmind.db.MaxMindDbConstructor;
import com.maxmind.db.MaxMindDbParameter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of a record of MaxMind's Country, City and Enterprise databases; the reader passes over the rest. Immutable. Public
 * because the reader makes them. The country is where the address is used; {@code registered_country}, where its owner is registered,
 * is another question.
 *
 * @param country null where only the continent is known
 * @param subdivisions the least specific one first; null if there are none
 * @param city null if not known
 */
public record MaxMindRecord(@Nullable Country country, @Nullable List<Named> subdivisions, @Nullable Named city) {

    @MaxMindDbConstructor
    public MaxMindRecord(
            @MaxMindDbParameter(name = "country") @Nullable Country country,
            @MaxMindDbParameter(name = "subdivisions") @Nullable List<Named> subdivisions,
            @MaxMindDbParameter(name = "city") @Nullable Named city) {
        this.country = country;
        this.subdivisions = subdivisions;
        this.city = city;
    }

    Place place() {
        Named region = subdivisions == null || subdivisions.isEmpty() ? null : subdivisions.get(0);
        return CountryCodes.place(country == null ? null : country.isoCode(), english(region), english(city));
    }

    private static @Nullable String english(@Nullable Named named) {
        return named == null || named.names() == null ? null : named.names().get("en");
    }

    /**
     * @param isoCode ISO 3166-1 alpha-2; null if not known
     */
    public record Country(@Nullable String isoCode) {

        @MaxMindDbConstructor
        public Country(@MaxMindDbParameter(name = "iso_code") @Nullable String isoCode) {
            this.isoCode = isoCode;
        }
    }

    /**
     * @param names by language; null if there are none
     */
    public record Named(@Nullable Map<String, String> names) {

        @MaxMindDbConstructor
        public Named(@MaxMindDbParameter(name = "names") @Nullable Map<String, String> names) {
            this.names = names;
        }
    }
}
