package dev.shortener.analytics.store;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which registers are known to be in the database, so that they need not be written again. Thread-safe; 8 MB, however many there are.
 *
 * <p>Each register of a link and day has one place, which it shares with others: what is put there last is known, and what is not known
 * any more is written once more, which changes nothing. One that is taken for another, of which the chance is 1 in 2³⁸, is not written.
 */
final class KnownMarks {

    private static final int PLACES = 1 << 20;
    private static final long VALUE = 63;

    private static final Hasher64 HASHER = Hashing.komihash5_0();

    private final AtomicLongArray places = new AtomicLongArray(PLACES);

    /** What tells a register of a link and day from every other; its last six bits are free. */
    static long key(String shortCode, LocalDate day, int mark) {
        long code = 0;
        for (int i = 0; i < shortCode.length(); i++) {
            code = code << 8 | shortCode.charAt(i); // eight characters of ASCII at most
        }
        return HASHER.hashLongLongToLong(code, day.toEpochDay() << 32 | VisitorMarks.register(mark)) & ~VALUE;
    }

    /** Whether the register is known to be as high as this. */
    boolean has(long key, int value) {
        long known = places.getOpaque(place(key));
        return (known & ~VALUE) == key && (known & VALUE) >= value;
    }

    /** To be called once it is durable. */
    void put(long key, int value) {
        if (!has(key, value)) {
            places.setOpaque(place(key), key | value);
        }
    }

    private static int place(long key) {
        return (int) (key >>> 44);
    }
}
