package dev.shortener.analytics.enrich;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads the text of a JSON number as whole seconds, whatever its size, in linear time. Stateless. */
final class EpochSeconds {

    /** Stands for every number too large or too small for a {@code long}: they are all far out of range. */
    static final long BEYOND = Long.MAX_VALUE;

    /** Longer spellings of a number that is a click's time do not exist; this bounds the work spent on one. */
    private static final int MAX_DIGITS = 64;

    /** So many digits always fit into a {@code long}. */
    private static final int LONG_DIGITS = 18;

    private EpochSeconds() {}

    /**
     * @param number a JSON number, as written
     * @return its value; {@link #BEYOND} if that does not fit; null if it is not whole. {@code 1.7e9} and {@code 1700000000.0}
     *     are whole: their value counts, not their spelling (RFC 8259 knows one sort of number, and Lua and JavaScript write both)
     */
    static @Nullable Long parse(String number) {
        if (number.length() > MAX_DIGITS) {
            return BEYOND;
        }
        if (number.length() <= LONG_DIGITS && isDigits(number)) {
            return Long.parseLong(number);
        }
        try {
            return wholeValue(new BigDecimal(number));
        } catch (NumberFormatException exponentPastAnInt) {
            return BEYOND;
        }
    }

    /** As nearly all are written. */
    private static boolean isDigits(String number) {
        for (int i = 0; i < number.length(); i++) {
            if (number.charAt(i) < '0' || number.charAt(i) > '9') {
                return false;
            }
        }
        return !number.isEmpty();
    }

    private static @Nullable Long wholeValue(BigDecimal number) {
        if (number.signum() == 0) {
            return 0L;
        }
        BigDecimal plain = number.stripTrailingZeros();
        if (plain.scale() > 0) {
            return null;
        }
        boolean fits = (long) plain.precision() - plain.scale() <= 18;
        return fits ? (Long) plain.longValueExact() : (Long) BEYOND;
    }
}
