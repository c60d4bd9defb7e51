package dev.shortener.analytics.bus;

import dev.shortener.analytics.event.RawRecord;
import dev.shortener.analytics.event.TopicIdentity;
import java.util.List;

/**
 * Records of one partition, in the order of their offsets. Immutable; passed by reference within a node.
 *
 * @param topic where they come from
 * @param partition their partition
 * @param records at least one
 */
public record RecordBatch(TopicIdentity topic, int partition, List<RawRecord> records) {

    public RecordBatch {
        records = List.copyOf(records);
    }
}
