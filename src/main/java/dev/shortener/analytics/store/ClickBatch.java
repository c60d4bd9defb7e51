package dev.shortener.analytics.store;

import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.event.TraceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records of one partition that are written together: the clicks among them become rows, and all of them are entered in the ledger.
 * Immutable.
 *
 * @param topicId the UUID of their topic, as Kafka writes it
 * @param partition their partition
 * @param first lowest offset that this batch answers for
 * @param last highest offset that this batch answers for
 * @param records at least one, in the order of their offsets
 * @param trace the span of the batch; null if it is not traced
 */
public record ClickBatch(
        String topicId, int partition, long first, long last, List<Entry> records, @Nullable TraceContext trace) {

    /**
     * One record.
     *
     * @param offset where it stands
     * @param identity where it stands, or first stood if it is a dead letter that was sent again
     * @param row what is stored of it; null if it is rejected
     */
    public record Entry(long offset, Position identity, @Nullable ClickRow row) {}

    public ClickBatch {
        records = List.copyOf(records);
    }

    /** One that is not traced. */
    public ClickBatch(String topicId, int partition, long first, long last, List<Entry> records) {
        this(topicId, partition, first, last, records, null);
    }

    /** Answers for the offsets from its first record to its last. */
    public static ClickBatch of(String topicId, int partition, List<Entry> records) {
        return new ClickBatch(
                topicId,
                partition,
                records.get(0).offset(),
                records.get(records.size() - 1).offset(),
                records);
    }

    /** What is stored of it, in the order of its records. */
    List<ClickRow> rows() {
        List<ClickRow> rows = new ArrayList<>(records.size());
        for (Entry entry : records) {
            ClickRow row = entry.row();
            if (row != null) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** Which records are rejected. */
    Stream<Position> rejected() {
        return records.stream().filter(entry -> entry.row() == null).map(Entry::identity);
    }

    /** Its first records. Together with {@link #upper} it answers for the same offsets. */
    ClickBatch lower(int count) {
        long below = records.get(count).offset() - 1;
        return new ClickBatch(topicId, partition, first, below, records.subList(0, count), trace);
    }

    /** All but its first records. */
    ClickBatch upper(int count) {
        long from = records.get(count).offset();
        return new ClickBatch(topicId, partition, from, last, records.subList(count, records.size()), trace);
    }

    /** The same records, all of them rejected. */
    ClickBatch asRejected() {
        List<Entry> rejected = records.stream()
                .map(entry -> new Entry(entry.offset(), entry.identity(), null))
                .toList();
        return new ClickBatch(topicId, partition, first, last, rejected, trace);
    }
}
