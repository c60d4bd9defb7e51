package dev.shortener.analytics.enrich;

import dev.shortener.analytics.config.FileStamp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A country database whose file may be replaced at any time: overwritten, renamed over, reached through a link that is switched, or
 * there only later. Thread-safe; a look-up never waits, and is answered by one database or the other.
 *
 * <p>Somebody has to {@link #look} from time to time. A file that changed is read when it has been the same for three looks, so that
 * one that is being written is left alone, and used when every record of it can be read.
 */
public final class ReplaceableCountries implements CountryLookup {

    private static final int LOOKS_UNTIL_SETTLED = 3;
    private static final DatabaseChange NOTHING = new DatabaseChange.None();

    private final Path path;
    private volatile CountryLookup current;
    private @Nullable FileStamp decided;
    private @Nullable FileStamp seen;
    private int looks;
    private String complaint = "";

    private ReplaceableCountries(Path path, CountryLookup current, @Nullable FileStamp decided) {
        this.path = path;
        this.current = current;
        this.decided = decided;
    }

    /**
     * Opens the database, or waits for it: until the file is there, nothing is looked up.
     *
     * @throws IOException if the file is there and is no country database
     */
    public static ReplaceableCountries open(Path path) throws IOException {
        FileStamp before = FileStamp.of(path);
        CountryLookup first = before == null ? CountryLookup.none() : CountryLookup.open(path);
        return new ReplaceableCountries(path, first, before);
    }

    @Override
    public Place locate(String clientAddress) {
        return current.locate(clientAddress);
    }

    @Override
    public Optional<GeoDatabase> database() {
        return current.database();
    }

    /** Looks at the file, and takes another database into use if there is one. Blocks, for seconds if there is. */
    public synchronized DatabaseChange look() {
        try {
            FileStamp now = FileStamp.of(path);
            return now == null ? gone() : look(now);
        } catch (BrokenDatabaseException broken) {
            decided = seen;
            return new DatabaseChange.Refused(reason(broken));
        } catch (IOException unreadable) {
            return onceMore(unreadable);
        }
    }

    private DatabaseChange look(FileStamp now) throws IOException {
        if (now.equals(decided)) {
            return NOTHING;
        }
        if (!now.equals(seen)) {
            seen = now;
            looks = 0;
        }
        looks++;
        return looks < LOOKS_UNTIL_SETTLED ? NOTHING : replace(now);
    }

    private DatabaseChange replace(FileStamp now) throws IOException {
        try {
            CountryLookup next = CountryLookup.open(path);
            if (isStill(now)) {
                decided = now;
                complaint = "";
                current = next;
                return next.database()
                        .<DatabaseChange>map(DatabaseChange.Replaced::new)
                        .orElse(NOTHING);
            }
        } catch (IOException unusable) {
            if (isStill(now)) {
                throw unusable;
            }
        }
        return NOTHING; // It was written while it was read: the next look sees another file.
    }

    private boolean isStill(FileStamp then) throws IOException {
        return then.equals(FileStamp.of(path));
    }

    private DatabaseChange gone() {
        decided = null;
        seen = null;
        boolean isKnown = complaint.equals("gone") || current.database().isEmpty();
        complaint = "gone";
        return isKnown ? NOTHING : new DatabaseChange.Gone();
    }

    /** What cannot be read now may be readable at the next look; that is tried each time, and said once. */
    private DatabaseChange onceMore(IOException unreadable) {
        String reason = reason(unreadable);
        boolean isKnown = complaint.equals(reason);
        complaint = reason;
        return isKnown ? NOTHING : new DatabaseChange.Refused(reason);
    }

    private static String reason(IOException unusable) {
        String message = unusable.getMessage();
        return message == null ? unusable.toString() : message;
    }
}
