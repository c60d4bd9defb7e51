package dev.shortener.analytics.enrich;

import java.io.IOException;
import java.net.InetAddress;

/** One kind of database record, read as a place. Thread-safe. */
@FunctionalInterface
interface PlaceSource {

    /**
     * @param address public
     * @return {@link Place#UNKNOWN} if the database says nothing of it
     * @throws IOException if the database is corrupt
     */
    Place find(InetAddress address) throws IOException;
}
