package dev.shortener.analytics.kafka;

/**
 * Bounds what one consumer has read and not yet settled, in records and in bytes. Confined to one thread; plain Java.
 *
 * <p>When it is full, nothing is refused and nothing is dropped: {@link #hasRoomBeside} turns false, and the consumer must not
 * read on until it is true again. As the size of a fetch is known only afterwards, what was read while there was room is always
 * taken, so that the bound can be passed by one fetch.
 */
final class InFlightLimit {

    private final Load bound;
    private final Load boundWithStuck;
    private Load inFlight = Load.NONE;

    /**
     * @param maxRecords 1 or more
     * @param maxBytes 1 or more
     */
    InFlightLimit(int maxRecords, long maxBytes) {
        bound = new Load(maxRecords, maxBytes);
        boundWithStuck = bound.plus(bound);
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
     * @param stuck the part of what is in flight that cannot be settled for now: as much again as the bound is borne of it
     */
    boolean hasRoomBeside(Load stuck) {
        return inFlight.minus(stuck).isBelow(bound) && inFlight.isBelow(boundWithStuck);
    }

    Load inFlight() {
        return inFlight;
    }
}
