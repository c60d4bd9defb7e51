package dev.shortener.analytics.kafka;

/**
 * Bounds what one consumer has read and not yet settled, in records and in bytes. Confined to one thread; plain Java.
 *
 * <p>When it is full, nothing is refused and nothing is dropped: {@link #hasRoom} turns false, and the consumer must not read on
 * until it is true again. As the size of a fetch is known only afterwards, what was read while there was room is always taken,
 * so that the bound can be passed by one fetch.
 */
final class InFlightLimit {

    private final int maxRecords;
    private final long maxBytes;
    private int records;
    private long bytes;

    /**
     * @param maxRecords 1 or more
     * @param maxBytes 1 or more
     */
    InFlightLimit(int maxRecords, long maxBytes) {
        this.maxRecords = maxRecords;
        this.maxBytes = maxBytes;
    }

    void acquire(int moreRecords, long moreBytes) {
        records += moreRecords;
        bytes += moreBytes;
    }

    void release(int fewerRecords, long fewerBytes) {
        records -= fewerRecords;
        bytes -= fewerBytes;
    }

    boolean hasRoom() {
        return records < maxRecords && bytes < maxBytes;
    }

    boolean isEmpty() {
        return records == 0;
    }

    int records() {
        return records;
    }

    long bytes() {
        return bytes;
    }
}
