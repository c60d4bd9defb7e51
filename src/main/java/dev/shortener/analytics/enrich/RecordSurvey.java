package dev.shortener.analytics.enrich;

import com.maxmind.db.Reader;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;

/** Decodes the records of a database once, and says how they are to be read. For one thread. */
final class RecordSurvey implements SearchTree.Visitor {

    private final Reader reader;
    private boolean namesCountries;
    private boolean isNested;
    private boolean isFlat;

    RecordSurvey(Reader reader) {
        this.reader = reader;
    }

    @Override
    public void visit(InetAddress address) throws IOException {
        Map<?, ?> record = reader.get(address, Map.class);
        if (record == null) {
            throw new BrokenDatabaseException("its reader does not find what its search tree has");
        }
        namesCountries |= !FlatPlaceSource.place(record).equals(Place.UNKNOWN);
        if (!isFlat && record.get("country") instanceof Map) {
            isNested = true;
            isFlat = !isLikeMaxMinds(address);
        } else if (record.containsKey("country") || record.containsKey("country_code")) {
            isFlat = true;
        }
    }

    private boolean isLikeMaxMinds(InetAddress address) throws IOException {
        try {
            return reader.get(address, MaxMindRecord.class) != null;
        } catch (RuntimeException otherTypes) {
            return false;
        }
    }

    /**
     * To be called after the last visit.
     *
     * @throws BrokenDatabaseException if it is a database of something else
     */
    PlaceSource source() throws BrokenDatabaseException {
        if (!namesCountries) {
            throw new BrokenDatabaseException(
                    "its type is '" + reader.getMetadata().databaseType()
                            + "' and no record of it names a country; allowed: a country or city database");
        }
        return isNested && !isFlat ? new MaxMindPlaceSource(reader) : new FlatPlaceSource(reader);
    }
}
