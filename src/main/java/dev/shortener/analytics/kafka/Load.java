package dev.shortener.analytics.kafka;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How much is in flight. Immutable.
 *
 * @param records how many, 0 or more
 * @param bytes of their keys and values, 0 or more
 */
record Load(int records, long bytes) {

    static final Load NONE = new Load(0, 0);

    static Load of(List<ConsumerRecord<byte[], byte[]>> records) {
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        }
        return new Load(records.size(), bytes);
    }

    Load plus(Load other) {
        return new Load(records + other.records, bytes + other.bytes);
    }

    Load minus(Load other) {
        return new Load(records - other.records, bytes - other.bytes);
    }

    boolean isBelow(Load bound) {
        return records < bound.records && bytes < bound.bytes;
    }
}
