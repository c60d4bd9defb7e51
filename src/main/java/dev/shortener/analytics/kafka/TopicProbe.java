package dev.shortener.analytics.kafka;

import dev.shortener.analytics.config.KafkaConfig;
import dev.shortener.analytics.event.TopicIdentity;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Looks at a cluster without changing it. Thread-safe; every method blocks, for ten seconds at most. */
public final class TopicProbe implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Admin admin;

    /**
     * @throws KafkaException if no broker address can be resolved
     */
    public TopicProbe(KafkaConfig config) {
        this.admin = Admin.create(new ClientProperties(config).admin());
    }

    /**
     * @return id of the cluster
     * @throws KafkaException if it cannot be reached
     */
    public String clusterId() {
        return answer(admin.describeCluster().clusterId());
    }

    /**
     * @return number of partitions; empty if there is no such topic
     * @throws KafkaException if the cluster cannot be reached
     */
    public OptionalInt partitions(String topic) {
        Optional<TopicDescription> described = describe(topic);
        return described.isPresent()
                ? OptionalInt.of(described.get().partitions().size())
                : OptionalInt.empty();
    }

    /**
     * @return which topic has this name now; empty if there is none
     * @throws KafkaException if the cluster cannot be reached
     */
    public Optional<TopicIdentity> identity(String topic) {
        return describe(topic)
                .map(described -> new TopicIdentity(
                        clusterId(), topic, described.topicId().toString()));
    }

    /**
     * @return how far a group has come; empty if there is no such topic
     * @throws KafkaException if the cluster cannot be reached, or the topic is deleted meanwhile
     */
    public Optional<GroupProgress> progress(String group, String topic) {
        Instant askedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Optional<TopicDescription> described = describe(topic);
        if (described.isEmpty()) {
            return Optional.empty();
        }
        List<TopicPartition> partitions = described.get().partitions().stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        Map<TopicPartition, @Nullable OffsetAndMetadata> committed =
                answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, Long> first = offsets(partitions, OffsetSpec.earliest());
        Map<TopicPartition, Long> end = offsets(partitions, OffsetSpec.latest());
        TopicIdentity identity =
                new TopicIdentity(clusterId(), topic, described.get().topicId().toString());
        return Optional.of(new GroupProgress(
                identity,
                group,
                askedAt,
                partitions.stream()
                        .map(partition -> new GroupProgress.Partition(
                                partition.partition(),
                                Objects.requireNonNull(first.get(partition)),
                                position(committed.get(partition)),
                                Objects.requireNonNull(end.get(partition))))
                        .sorted(Comparator.comparingInt(GroupProgress.Partition::number))
                        .toList()));
    }

    private static OptionalLong position(@Nullable OffsetAndMetadata committed) {
        return committed == null ? OptionalLong.empty() : OptionalLong.of(committed.offset());
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> question =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> which));
        return answer(admin.listOffsets(question).all()).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, found -> found.getValue().offset()));
    }

    private Optional<TopicDescription> describe(String topic) {
        try {
            // One name was asked for, so there is one answer.
            return Optional.of(answer(admin.describeTopics(List.of(topic))
                    .topicNameValues()
                    .values()
                    .iterator()
                    .next()));
        } catch (UnknownTopicOrPartitionException missing) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(2));
    }

    private static <T> T answer(KafkaFuture<T> question) {
        try {
            return question.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException refusal ? refusal : new KafkaException(failed.getCause());
        } catch (TimeoutException silent) {
            throw new KafkaException("no answer within " + TIMEOUT.toSeconds() + " s", silent);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", interrupted);
        }
    }
}
