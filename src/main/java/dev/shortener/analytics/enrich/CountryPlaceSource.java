package dev.shortener.analytics.enrich;

import com.maxmind.geoip2.DatabaseReader;
import com.maxmind.geoip2.exception.GeoIp2Exception;
import java.io.IOException;
import java.net.InetAddress;

/**
 * Country databases of MaxMind's types. The country is where the address is used; {@code registered_country}, where its owner
 * is registered, is another question. Thread-safe.
 *
 * @param reader of the open database
 */
record CountryPlaceSource(DatabaseReader reader) implements PlaceSource {

    @Override
    public Place find(InetAddress address) throws IOException {
        try {
            return reader.tryCountry(address)
                    .map(found -> CountryCodes.place(found.country().isoCode()))
                    .orElse(Place.UNKNOWN);
        } catch (GeoIp2Exception unreadable) {
            throw new IOException(unreadable);
        }
    }
}
