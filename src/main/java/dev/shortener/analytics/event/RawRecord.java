package dev.shortener.analytics.event;

import org.jspecify.annotations.Nullable;

/**
 * A record as it came from the topic, not yet decoded. The value array is shared, never written to after it was read.
 *
 * @param offset its offset in its partition
 * @param value the bytes of the value; null for a tombstone
 * @param eventId the CloudEvents header {@code ce_id}; null if absent
 * @param origin where a replayed dead letter first stood; null for every other record
 */
@SuppressWarnings(
        "ArrayRecordComponent") // decoded in place: a copy of every value would be the largest cost of reading
public record RawRecord(long offset, byte @Nullable [] value, @Nullable String eventId, @Nullable Position origin) {

    /** Bytes of the value. */
    public int size() {
        return value == null ? 0 : value.length;
    }

    /** Names the record without its content. */
    @Override
    public String toString() {
        return "RawRecord[offset=" + offset + ", size=" + size() + "]";
    }
}
