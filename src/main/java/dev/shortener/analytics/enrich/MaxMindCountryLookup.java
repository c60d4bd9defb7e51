package dev.shortener.analytics.enrich;

import com.maxmind.db.InvalidDatabaseException;
import com.maxmind.db.Metadata;
import com.maxmind.db.Reader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks countries up in a database of MaxMind's format, by whomever it was made. Thread-safe; the file is held in memory. */
final class MaxMindCountryLookup implements CountryLookup {

    private static final Logger logger = LoggerFactory.getLogger(MaxMindCountryLookup.class);

    private static final int MAX_TYPE_CHARS = 128;
    private static final int V4_BYTES = 4;

    private final PlaceSource source;
    private final @Nullable V4Places placesOfV4;
    private final boolean knowsV6;
    private final Optional<GeoDatabase> database;
    private final AtomicBoolean warned = new AtomicBoolean();

    private MaxMindCountryLookup(
            PlaceSource source, @Nullable V4Places placesOfV4, boolean knowsV6, GeoDatabase database) {
        this.source = source;
        this.placesOfV4 = placesOfV4;
        this.knowsV6 = knowsV6;
        this.database = Optional.of(database);
    }

    /**
     * Reads the whole file, and decodes every record of it once. Takes a tenth of a second for a country database, a second or two for
     * a city database.
     *
     * @throws BrokenDatabaseException if it is no country database, or not whole
     * @throws IOException if it cannot be read
     */
    static MaxMindCountryLookup open(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new IOException(path + ": it is no regular file");
        }
        try {
            return openFile(path);
        } catch (OutOfMemoryError tooLarge) {
            throw new BrokenDatabaseException(path + ": there is no memory for it (-Xmx)", tooLarge);
        } catch (BrokenDatabaseException | InvalidDatabaseException broken) {
            throw new BrokenDatabaseException(path + ": " + broken.getMessage(), broken);
        } catch (CharacterCodingException | RuntimeException | StackOverflowError broken) {
            throw new BrokenDatabaseException(path + ": it cannot be decoded, " + broken, broken);
        }
    }

    private static MaxMindCountryLookup openFile(Path path) throws IOException {
        LateCache cache = new LateCache();
        Reader reader = new Reader(path.toFile(), Reader.FileMode.MEMORY, cache);
        Metadata metadata = reader.getMetadata();
        RecordSurvey survey = new RecordSurvey(reader);
        SearchTree tree = SearchTree.read(path, metadata);
        tree.forEachRecord(survey);
        PlaceSource source = survey.source();
        V4Places placesOfV4 = V4Places.read(tree, source);
        cache.remember();
        String type = WellFormed.column(metadata.databaseType(), MAX_TYPE_CHARS);
        GeoDatabase database = new GeoDatabase(path, type, metadata.buildTime());
        return new MaxMindCountryLookup(source, placesOfV4, metadata.ipVersion() == 6, database);
    }

    @Override
    public Place locate(String clientAddress) {
        byte[] address = ClientAddress.firstPublic(clientAddress);
        if (address == null) {
            return Place.UNKNOWN;
        }
        boolean isV4 = address.length == V4_BYTES;
        if (isV4 && placesOfV4 != null) {
            return placesOfV4.find(address);
        }
        return isV4 || knowsV6 ? find(address) : Place.UNKNOWN;
    }

    private Place find(byte[] address) {
        try {
            return source.find(InetAddress.getByAddress(address));
        } catch (IOException | RuntimeException corrupt) {
            warnOnce();
            return Place.UNKNOWN;
        }
    }

    @Override
    public Optional<GeoDatabase> database() {
        return database;
    }

    /** Without the cause: its message may hold the address. */
    private void warnOnce() {
        if (warned.compareAndSet(false, true)) {
            database.ifPresent(corrupt -> logger.warn(
                    "key=GeoIPDbPath path={} the database is corrupt: some countries are XX", corrupt.path()));
        }
    }
}
