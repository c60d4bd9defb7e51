package dev.shortener.analytics.kafka;

import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.event.TopicIdentity;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A topic between its creation and its deletion: a log for each partition, with the gaps that compaction leaves. */
final class SimulatedTopic {

    static final String NAME = "clicks";

    private final TopicIdentity identity;
    private final List<NavigableMap<Long, Sent>> logs = new ArrayList<>();
    private final List<Long> ends = new ArrayList<>();

    /**
     * A record that was sent.
     *
     * @param number no other record has it, in no topic
     * @param bad cannot be a click
     */
    record Sent(long number, boolean bad) {

        byte[] value() {
            return ByteBuffer.allocate(9)
                    .putLong(number)
                    .put((byte) (bad ? 1 : 0))
                    .array();
        }

        static Sent of(byte[] value) {
            ByteBuffer bytes = ByteBuffer.wrap(value);
            return new Sent(bytes.getLong(), bytes.get() == 1);
        }
    }

    SimulatedTopic(String id, int partitions) {
        identity = new TopicIdentity("cluster", NAME, id);
        for (int partition = 0; partition < partitions; partition++) {
            logs.add(new TreeMap<>());
            ends.add(0L);
        }
    }

    TopicIdentity identity() {
        return identity;
    }

    int partitions() {
        return logs.size();
    }

    void append(int partition, int gap, Sent record) {
        long offset = ends.get(partition) + gap;
        logs.get(partition).put(offset, record);
        ends.set(partition, offset + 1);
    }

    long end(int partition) {
        return ends.get(partition);
    }

    Position position(int partition, long offset) {
        return new Position(identity, partition, offset);
    }

    /** Everything that stands below an offset. */
    NavigableMap<Long, Sent> below(int partition, long offset) {
        return logs.get(partition).headMap(offset, false);
    }

    List<ConsumerRecord<byte[], byte[]>> fetch(TopicPartition partition, long from, int max) {
        return logs.get(partition.partition()).tailMap(from, true).entrySet().stream()
                .limit(max)
                .map(entry -> new ConsumerRecord<>(
                        NAME,
                        partition.partition(),
                        entry.getKey(),
                        (byte[]) null,
                        entry.getValue().value()))
                .toList();
    }
}
