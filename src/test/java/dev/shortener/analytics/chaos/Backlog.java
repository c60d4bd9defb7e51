package dev.shortener.analytics.chaos;

import dev.shortener.analytics.support.Lab;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far a group is behind a topic, however many partitions it has by now. Immutable. */
record Backlog(Admin admin, String topic, String group) {

    static Backlog of(Lab lab) {
        return new Backlog(lab.admin(), lab.topic(), lab.group());
    }

    /** Records that are in the topic and not committed. */
    long records() {
        Map<Integer, Long> committed = committed();
        return ends().entrySet().stream()
                .mapToLong(end -> end.getValue() - committed.getOrDefault(end.getKey(), 0L))
                .sum();
    }

    /** Committed positions by partition, without those where nothing is committed. */
    Map<Integer, Long> committed() {
        Map<TopicPartition, OffsetAndMetadata> positions =
                soon(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<Integer, Long> committed = new HashMap<>();
        positions.forEach((partition, position) -> {
            if (position != null && partition.topic().equals(topic)) {
                committed.put(partition.partition(), position.offset());
            }
        });
        return committed;
    }

    /** Where each partition ends. */
    Map<Integer, Long> ends() {
        return soon(admin.listOffsets(partitions()).all()).entrySet().stream()
                .collect(Collectors.toMap(
                        end -> end.getKey().partition(), end -> end.getValue().offset()));
    }

    private Map<TopicPartition, OffsetSpec> partitions() {
        return soon(admin.describeTopics(java.util.List.of(topic)).allTopicNames()).get(topic).partitions().stream()
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(topic, partition.partition()),
                        partition -> OffsetSpec.latest()));
    }

    private static <T> T soon(Future<T> answer) {
        try {
            return answer.get(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}
