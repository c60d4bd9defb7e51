package dev.shortener.analytics.enrich;

import com.maxmind.db.CHMCache;
import com.maxmind.db.Metadata;
import com.maxmind.db.Reader;
import com.maxmind.geoip2.DatabaseReader;
import java.io.File;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks countries up in a database of MaxMind's format, by whomever it was made. Thread-safe; the file is held in memory. */
final class MaxMindCountryLookup implements CountryLookup {

    private static final Logger logger = LoggerFactory.getLogger(MaxMindCountryLookup.class);

    private final PlaceSource source;
    private final boolean knowsV6;
    private final GeoDatabase database;
    private final AtomicBoolean warned = new AtomicBoolean();

    private MaxMindCountryLookup(PlaceSource source, boolean knowsV6, GeoDatabase database) {
        this.source = source;
        this.knowsV6 = knowsV6;
        this.database = database;
    }

    static MaxMindCountryLookup open(Path path) throws IOException {
        Reader reader = new Reader(path.toFile(), Reader.FileMode.MEMORY, new CHMCache());
        Metadata metadata = reader.getMetadata();
        GeoDatabase database = new GeoDatabase(path, metadata.databaseType(), metadata.buildTime());
        return new MaxMindCountryLookup(source(reader, metadata, path.toFile()), metadata.ipVersion() == 6, database);
    }

    @Override
    public Place locate(String clientAddress) {
        InetAddress address = ClientAddress.firstPublic(clientAddress);
        if (address == null || (address instanceof Inet6Address && !knowsV6)) {
            return Place.UNKNOWN;
        }
        try {
            return source.find(address);
        } catch (IOException | RuntimeException corrupt) {
            warnOnce();
            return Place.UNKNOWN;
        }
    }

    @Override
    public Optional<GeoDatabase> database() {
        return Optional.of(database);
    }

    /** Without the cause: its message may hold the address. */
    private void warnOnce() {
        if (warned.compareAndSet(false, true)) {
            logger.warn("key=GeoIPDbPath path={} the database is corrupt: some countries are XX", database.path());
        }
    }

    /** MaxMind's reader refuses types that are not its own; the types it knows, it also reads from other makers (DB-IP). */
    private static PlaceSource source(Reader reader, Metadata metadata, File file) throws IOException {
        String type = metadata.databaseType();
        boolean isCity = type.contains("City") || type.contains("Enterprise");
        if (!isCity && !type.contains("Country")) {
            return new FlatPlaceSource(reader);
        }
        reader.close();
        DatabaseReader maxMind = new DatabaseReader.Builder(file)
                .fileMode(Reader.FileMode.MEMORY)
                .locales(List.of("en"))
                .withCache(new CHMCache())
                .build();
        return isCity ? new CityPlaceSource(maxMind) : new CountryPlaceSource(maxMind);
    }
}
