package dev.shortener.analytics.bus;

import dev.shortener.analytics.event.RawRecord;
import dev.shortener.analytics.event.TopicIdentity;
import dev.shortener.analytics.event.TraceContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records of one partition, in the order of their offsets. Immutable; passed by reference within a node.
 *
 * @param topic where they come from
 * @param partition their partition
 * @param records at least one
 * @param trace the span of the batch; null if it is not traced
 */
public record RecordBatch(TopicIdentity topic, int partition, List<RawRecord> records, @Nullable TraceContext trace) {

    public RecordBatch {
        records = List.copyOf(records);
    }

    /** One that is not traced. */
    public RecordBatch(TopicIdentity topic, int partition, List<RawRecord> records) {
        this(topic, partition, records, null);
    }
}
