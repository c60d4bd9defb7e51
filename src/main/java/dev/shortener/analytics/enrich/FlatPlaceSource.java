package dev.shortener.analytics.enrich;

import com.maxmind.db.Reader;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Databases that are not MaxMind's own types. Their records are as flat as {@code {"country_code": "DE"}}; some nest them as
 * MaxMind does. Thread-safe.
 *
 * @param reader of the open database
 */
record FlatPlaceSource(Reader reader) implements PlaceSource {

    @Override
    public Place find(InetAddress address) throws IOException {
        Map<?, ?> found = reader.get(address, Map.class);
        return found == null ? Place.UNKNOWN : CountryCodes.place(code(found));
    }

    private static @Nullable String code(Map<?, ?> found) {
        if (found.get("country_code") instanceof String code) {
            return code;
        }
        Object country = found.get("country");
        Object code = country instanceof Map<?, ?> nested ? nested.get("iso_code") : country;
        return code instanceof String text ? text : null;
    }
}
