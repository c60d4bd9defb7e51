package dev.shortener.analytics.enrich;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the country of an address. Implementations are thread-safe, never throw, and never ask the network. */
public interface CountryLookup {

    /**
     * @param clientAddress as the shortener saw it: an address, one with a port, a list of forwarders, or anything else
     * @return the place of the first public address in it
     */
    Place locate(String clientAddress);

    /** The database behind this look-up; empty if none is configured. */
    Optional<GeoDatabase> database();

    /** Answers every question with {@link Place#NOT_LOOKED_UP}. */
    static CountryLookup none() {
        return NoCountryLookup.INSTANCE;
    }

    /**
     * Reads a database into memory, so that replacing its file harms nobody.
     *
     * @param path a file in MaxMind's format
     * @throws NoSuchFileException if there is no such file
     * @throws BrokenDatabaseException if it is no country database, or not whole
     * @throws IOException if it cannot be read
     */
    static CountryLookup open(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        return MaxMindCountryLookup.open(path);
    }

    /**
     * The look-up as configured. A file that is configured and missing is warned about, and countries are then not looked up: the
     * clicks themselves are worth more. To be called once, at start.
     *
     * @param path null if none is configured
     * @throws IOException if the file is there and is no country database
     */
    static CountryLookup configured(@Nullable Path path) throws IOException {
        if (path == null) {
            return none();
        }
        try {
            return open(path);
        } catch (NoSuchFileException missing) {
            Logger logger = LoggerFactory.getLogger(CountryLookup.class);
            logger.warn("key=GeoIPDbPath path={} file is missing: country_code stays empty", path);
            return none();
        }
    }
}
