package dev.shortener.analytics.kafka;

/**
 * Bounds what one consumer has read and not yet settled, in records and in bytes. Confined to one thread; plain Java.
 *
 * <p>When it is full, nothing is refused and nothing is dropped: {@link #hasRoomBeside} turns false, and the consumer must not
 * read on until it is true again. As the size of a fetch is known only afterwards, what was read while there was room is always
 * taken, so that the bound can be passed by one fetch.
 *
 * <p>The bound in records keeps what is on its way to the database young, so that the collector need not copy it; the bound in bytes keeps it
 * in memory. What waits for something else is old anyway, so that there may be more of it: twice the bound with what has to be tried
 * again, and four times as many records, though no more bytes, with what others have overtaken.
 */
final class InFlightLimit {

    private static final int WITH_STUCK = 2;
    private static final int RECORDS_WITH_OVERTAKEN = 4;

    private final Load bound;
    private final Load boundWithStuck;
    private final Load boundOfAll;
    private Load inFlight = Load.NONE;

    /**
     * @param maxRecords 1 or more
     * @param maxBytes 1 or more
     */
    InFlightLimit(int maxRecords, long maxBytes) {
        bound = new Load(maxRecords, maxBytes);
        boundWithStuck = new Load(Math.multiplyExact(maxRecords, WITH_STUCK), maxBytes * WITH_STUCK);
        boundOfAll = new Load(Math.multiplyExact(maxRecords, RECORDS_WITH_OVERTAKEN), boundWithStuck.bytes());
    }

    void acquire(Load more) {
        inFlight = inFlight.plus(more);
    }

    void release(Load fewer) {
        inFlight = inFlight.minus(fewer);
    }

    /** Whether more may be read, whatever waits for what. */
    boolean hasRoom() {
        return inFlight.isBelow(bound);
    }

    /**
     * Whether more may be read.
     *
     * @param stuck the part of what is in flight that has to be tried again: with it, there may be twice as much
     * @param overtaken another part, which waits for something that others do not wait for: with both, there may be four times as many
     *     records, and twice as many bytes
     */
    boolean hasRoomBeside(Load stuck, Load overtaken) {
        Load others = inFlight.minus(overtaken);
        return others.minus(stuck).isBelow(bound) && others.isBelow(boundWithStuck) && inFlight.isBelow(boundOfAll);
    }

    Load inFlight() {
        return inFlight;
    }
}
