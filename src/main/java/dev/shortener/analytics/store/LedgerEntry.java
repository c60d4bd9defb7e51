package dev.shortener.analytics.store;

import dev.shortener.analytics.event.OffsetRange;

/**
 * What the ledger says of a range of offsets: of one batch, or of many that were merged. Immutable.
 *
 * @param topicId UUID of the topic as Kafka writes it; empty for rows that have no place in any topic, as those from before the ledger
 * @param partition from 0; negative without a topic
 * @param offsets what it answers for
 * @param consumed readings of records: more than there are records if some were read again
 * @param stored rows that were added to the table
 * @param duplicate readings of records that were stored or rejected already
 * @param rejected records that became dead letters
 */
public record LedgerEntry(
        String topicId, int partition, OffsetRange offsets, long consumed, long stored, long duplicate, long rejected) {

    /** Readings of which it does not say what became; negative if it says more than were read. */
    public long unaccounted() {
        return consumed - stored - duplicate - rejected;
    }
}
