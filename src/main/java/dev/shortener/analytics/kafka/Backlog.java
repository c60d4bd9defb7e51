package dev.shortener.analytics.kafka;

import dev.shortener.analytics.kafka.TopicDirectory.GroupOffsets;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How many records of the topic are neither stored nor dead-lettered. Thread-safe.
 *
 * <p>Members of this process are asked how far they have come; of the others it is known what they have committed, which is up to a
 * {@code Batch.CommitInterval} less.
 */
public final class Backlog {

    private final TopicDirectory topics;
    private final String group;
    private final String topic;
    private final Map<Integer, Supplier<Future<Map<TopicPartition, Long>>>> members = new ConcurrentHashMap<>();

    /**
     * @param topics asked for the offsets
     * @param group which reads
     * @param topic which is read
     */
    public Backlog(TopicDirectory topics, String group, String topic) {
        this.topics = topics;
        this.group = group;
        this.topic = topic;
    }

    /**
     * @param member number of the member in this process, from 0
     * @param positions what it would commit now, by partition; asked on any thread
     */
    void join(int member, Supplier<Future<Map<TopicPartition, Long>>> positions) {
        members.put(member, positions);
    }

    /** The member is no more: its partitions go to others. */
    void leave(int member) {
        members.remove(member);
    }

    /** Asks now. Fails if the topic is not there, or if the cluster does not answer. */
    public Future<Long> records() {
        // The members last: what they settle meanwhile had arrived before.
        return topics.offsetsOf(group, topic).compose(offsets -> settledHere().map(here -> sum(offsets, here)));
    }

    private Future<Map<TopicPartition, Long>> settledHere() {
        List<Future<Map<TopicPartition, Long>>> asked =
                members.values().stream().map(Supplier::get).toList();
        return Future.join(asked).transform(done -> {
            Map<TopicPartition, Long> positions = new HashMap<>();
            asked.stream().filter(Future::succeeded).forEach(one -> positions.putAll(one.result()));
            return Future.succeededFuture(positions);
        });
    }

    private static long sum(GroupOffsets offsets, Map<TopicPartition, Long> here) {
        long records = 0;
        for (Map.Entry<TopicPartition, Long> end : offsets.end().entrySet()) {
            OffsetAndMetadata committed = offsets.committed().get(end.getKey());
            long settled = Math.max(committed == null ? 0 : committed.offset(), here.getOrDefault(end.getKey(), 0L));
            long first = offsets.first().getOrDefault(end.getKey(), 0L);
            records += Math.max(0, end.getValue() - Math.max(first, settled));
        }
        return records;
    }
}
