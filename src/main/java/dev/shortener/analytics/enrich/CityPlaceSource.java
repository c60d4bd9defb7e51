package dev.shortener.analytics.enrich;

import com.maxmind.geoip2.DatabaseReader;
import com.maxmind.geoip2.exception.GeoIp2Exception;
import com.maxmind.geoip2.model.CityResponse;
import java.io.IOException;
import java.net.InetAddress;

/**
 * City databases of MaxMind's types. Thread-safe.
 *
 * @param reader of the open database
 */
record CityPlaceSource(DatabaseReader reader) implements PlaceSource {

    @Override
    public Place find(InetAddress address) throws IOException {
        try {
            return reader.tryCity(address).map(CityPlaceSource::place).orElse(Place.UNKNOWN);
        } catch (GeoIp2Exception unreadable) {
            throw new IOException(unreadable);
        }
    }

    private static Place place(CityResponse found) {
        return CountryCodes.place(
                found.country().isoCode(),
                found.leastSpecificSubdivision().name(),
                found.city().name());
    }
}
