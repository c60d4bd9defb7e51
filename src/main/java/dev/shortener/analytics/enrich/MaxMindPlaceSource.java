package dev.shortener.analytics.enrich;

import com.maxmind.db.Reader;
import java.io.IOException;
import java.net.InetAddress;

/**
 * Databases whose records are like MaxMind's, by whomever they were made. Thread-safe.
 *
 * @param reader of the open database
 */
record MaxMindPlaceSource(Reader reader) implements PlaceSource {

    @Override
    public Place find(InetAddress address) throws IOException {
        MaxMindRecord found = reader.get(address, MaxMindRecord.class);
        return found == null ? Place.UNKNOWN : found.place();
    }
}
