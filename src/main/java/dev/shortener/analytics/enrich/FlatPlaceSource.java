package dev.shortener.analytics.enrich;

import com.maxmind.db.Reader;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Databases that are not MaxMind's own types. Their records are as flat as {@code {"country_code": "DE"}}; some nest them as
 * MaxMind does. Thread-safe.
 *
 * @param reader of the open database
 */
record FlatPlaceSource(Reader reader) implements PlaceSource {

    private static final List<String> REGIONS = List.of("region", "state1", "state");

    @Override
    public Place find(InetAddress address) throws IOException {
        Map<?, ?> found = reader.get(address, Map.class);
        return found == null ? Place.UNKNOWN : place(found);
    }

    /**
     * @param found a record, of which nothing is known
     */
    static Place place(Map<?, ?> found) {
        return CountryCodes.place(code(found), region(found), text(found.get("city")));
    }

    private static @Nullable String code(Map<?, ?> found) {
        if (found.get("country_code") instanceof String code) {
            return code;
        }
        Object country = found.get("country");
        Object code = country instanceof Map<?, ?> nested ? nested.get("iso_code") : country;
        return code instanceof String text ? text : null;
    }

    /** The first-level subdivision, as it is called here and there. */
    private static @Nullable String region(Map<?, ?> found) {
        if (found.get("subdivisions") instanceof List<?> nested) {
            return nested.isEmpty() ? null : text(nested.get(0));
        }
        for (String name : REGIONS) {
            String region = text(found.get(name));
            if (region != null) {
                return region;
            }
        }
        return null;
    }

    /** A name, or the English one among its names. */
    private static @Nullable String text(@Nullable Object value) {
        if (value instanceof Map<?, ?> nested && nested.get("names") instanceof Map<?, ?> names) {
            return names.get("en") instanceof String english ? english : null;
        }
        return value instanceof String name ? name : null;
    }
}
