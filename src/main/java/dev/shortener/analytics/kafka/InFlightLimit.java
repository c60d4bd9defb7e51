package dev.shortener.analytics.kafka;

/**
 * Bounds what one consumer has read and not yet settled, in records and in bytes. Confined to one thread; plain Java.
 *
 * <p>When it is full, nothing is refused and nothing is dropped: {@link #hasRoomBeside} turns false, and the consumer must not
 * read on until it is true again. As the size of a fetch is known only afterwards, what was read while there was room is always
 * taken, so that the bound can be passed by one fetch.
 *
 * <p>The bound in records keeps what is on its way to the database young, so that the collector need not copy it; the bound in bytes keeps it
 * in memory. What waits for something else is old anyway, so that there may be more of it.
 */
final class InFlightLimit {

    private static final int RECORDS_WITH_WAITING = 4;
    private static final int BYTES_WITH_WAITING = 2;

    private final Load bound;
    private final Load boundWithWaiting;
    private Load inFlight = Load.NONE;

    /**
     * @param maxRecords 1 or more
     * @param maxBytes 1 or more
     */
    InFlightLimit(int maxRecords, long maxBytes) {
        bound = new Load(maxRecords, maxBytes);
        boundWithWaiting =
                new Load(Math.multiplyExact(maxRecords, RECORDS_WITH_WAITING), maxBytes * BYTES_WITH_WAITING);
    }

    void acquire(Load more) {
        inFlight = inFlight.plus(more);
    }

    void release(Load fewer) {
        inFlight = inFlight.minus(fewer);
    }

    /**
     * Whether more may be read.
     *
     * @param waiting the part of what is in flight that is not on its way to the database for now: it is borne up to four times as many
     *     records as the bound in all, and twice as many bytes
     */
    boolean hasRoomBeside(Load waiting) {
        return inFlight.minus(waiting).isBelow(bound) && inFlight.isBelow(boundWithWaiting);
    }

    Load inFlight() {
        return inFlight;
    }
}
