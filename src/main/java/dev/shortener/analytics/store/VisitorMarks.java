package dev.shortener.analytics.store;

/**
 * Which register of a day's HyperLogLog a visitor raises, and how far. Immutable.
 *
 * @param ofLink in the sketch of the click's link
 * @param ofAllLinks in the sketch of all links
 */
public record VisitorMarks(int ofLink, int ofAllLinks) {

    /** 2 to the power of this is the number of registers: the standard error is 1.04 / √32,768 = 0.57 %. */
    static final int PRECISION = 15;

    static final int REGISTERS = 1 << PRECISION;

    /** Bits of a mark that are the register's value, 1 to 50; the others are its number. */
    private static final int VALUE_BITS = 6;

    private static final int HASHED_BITS = Long.SIZE - PRECISION;

    /** Of a visitor, whose hashes have bits that are as good as random. */
    public static VisitorMarks of(long hashOfLink, long hashOfAllLinks) {
        return new VisitorMarks(mark(hashOfLink), mark(hashOfAllLinks));
    }

    /** The first bits are the register's number; its value is how many zeros follow them, and one more. */
    static int mark(long hash) {
        int zeros = Math.min(HASHED_BITS, Long.numberOfLeadingZeros(hash << PRECISION));
        return mark((int) (hash >>> HASHED_BITS), zeros + 1);
    }

    static int mark(int register, int value) {
        return register << VALUE_BITS | value;
    }

    static int register(int mark) {
        return mark >>> VALUE_BITS;
    }

    static int value(int mark) {
        return mark & ((1 << VALUE_BITS) - 1);
    }

    /** A hash that has this mark. */
    static long hash(int mark) {
        int value = value(mark);
        long bit = value > HASHED_BITS ? 0 : 1L << (HASHED_BITS - value);
        return (long) register(mark) << HASHED_BITS | bit;
    }
}
