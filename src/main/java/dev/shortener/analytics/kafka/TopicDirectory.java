package dev.shortener.analytics.kafka;

import dev.shortener.analytics.event.TopicIdentity;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which topics there are, and makes those that are missing. Thread-safe.
 *
 * <p>A question that the cluster does not answer is asked again, for as long as it lasts and until this is closed; the log hears
 * of it once, and again when it is over.
 */
public final class TopicDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(TopicDirectory.class);

    private final Vertx vertx;
    private final Admin admin;
    private final Backoff backoff =
            new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5), RandomGenerator.getDefault());
    private volatile boolean closed;

    /**
     * @throws org.apache.kafka.common.KafkaException if no broker address can be resolved
     */
    public TopicDirectory(Vertx vertx, ClientProperties properties) {
        this.vertx = vertx;
        this.admin = Admin.create(properties.admin());
    }

    /**
     * Sees to it that a topic is there, with the broker's own defaults if it has to be created.
     *
     * @return who it is; fails with a {@link KafkaException} that says so if this client or this user is not let in, which only a
     *     person can mend
     */
    public Future<TopicIdentity> ensure(String topic) {
        return identity(topic, 1);
    }

    /** Who a topic is, asked once: fails if it is not there, or if the cluster does not answer. */
    Future<TopicIdentity> current(String topic) {
        return describe(topic);
    }

    /** Where partitions end, asked once: the offset that the next record of each will have. */
    Future<Map<TopicPartition, Long>> ends(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.latest());
    }

    private Future<TopicIdentity> identity(String topic, int attempt) {
        return describe(topic).recover(failure -> {
            if (closed) {
                return Future.failedFuture(failure);
            }
            if (failure instanceof UnknownTopicOrPartitionException) {
                return create(topic)
                        .transform(done -> again(topic, attempt, done.cause()))
                        .compose(identity -> whenItsLeadersAnswer(identity, 1));
            }
            return isRefusal(failure) ? Future.failedFuture(refused(topic, failure)) : again(topic, attempt, failure);
        });
    }

    private static boolean isRefusal(Throwable failure) {
        return KafkaFailure.isTurnedAway(failure) || failure instanceof AuthorizationException;
    }

    private static KafkaException refused(String topic, Throwable failure) {
        return new KafkaException(
                "the brokers do not let this client use the topic " + topic + ": " + KafkaFailure.message(failure));
    }

    /**
     * A leader that has not heard of its new partition turns a producer's first batch down and may take the second, and then the
     * first never: its sequence number is too low by then. So a new topic is shown to nobody before its leaders answer for it.
     */
    private Future<TopicIdentity> whenItsLeadersAnswer(TopicIdentity identity, int attempt) {
        return description(identity.topic()).compose(this::earliestOffsets).transform(asked -> {
            if (asked.succeeded() || closed) {
                return Future.succeededFuture(identity);
            }
            return vertx.timer(Math.max(10, backoff.millisAfter(attempt)))
                    .compose(now -> whenItsLeadersAnswer(identity, attempt + 1));
        });
    }

    private Future<Void> earliestOffsets(TopicDescription topic) {
        return offsets(topic, OffsetSpec.earliest()).mapEmpty();
    }

    private Future<Map<TopicPartition, Long>> offsets(TopicDescription topic, OffsetSpec which) {
        return offsets(
                topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                        .toList(),
                which);
    }

    private Future<Map<TopicPartition, Long>> offsets(Collection<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> asked =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> which));
        return toFuture(admin.listOffsets(asked).all()).map(found -> found.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset())));
    }

    /**
     * Where the partitions of a topic begin and end now and what a group has committed, asked once. Fails if the topic is not there, or
     * if the cluster does not answer.
     */
    Future<GroupOffsets> offsetsOf(String group, String topic) {
        Future<Map<TopicPartition, OffsetAndMetadata>> committed =
                toFuture(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        return description(topic).compose(described -> {
            Future<Map<TopicPartition, Long>> first = offsets(described, OffsetSpec.earliest());
            Future<Map<TopicPartition, Long>> end = offsets(described, OffsetSpec.latest());
            return Future.all(first, end, committed)
                    .map(asked -> new GroupOffsets(first.result(), committed.result(), end.result()));
        });
    }

    /**
     * Offsets by partition. Immutable.
     *
     * @param first lowest that retention has left
     * @param committed by a group; lacks partitions, or has null for them, of which it has committed nothing
     * @param end of the record that will be written next
     */
    record GroupOffsets(
            Map<TopicPartition, Long> first,
            Map<TopicPartition, OffsetAndMetadata> committed,
            Map<TopicPartition, Long> end) {}

    private Future<TopicIdentity> again(String topic, int attempt, @Nullable Throwable failure) {
        if (failure != null && attempt == 1) {
            LOG.warn("waiting for the topic topic={} cause={}", topic, failure.toString());
        }
        return vertx.timer(Math.max(10, failure == null ? 50 : backoff.millisAfter(attempt)))
                .compose(now -> identity(topic, attempt + 1));
    }

    private Future<TopicIdentity> describe(String topic) {
        Future<String> cluster = toFuture(admin.describeCluster().clusterId());
        Future<TopicDescription> description = description(topic);
        return Future.all(cluster, description)
                .map(done -> new TopicIdentity(
                        cluster.result(), topic, description.result().topicId().toString()));
    }

    private Future<TopicDescription> description(String topic) {
        // One name was asked for, so there is one answer.
        return toFuture(admin.describeTopics(List.of(topic))
                .topicNameValues()
                .values()
                .iterator()
                .next());
    }

    private Future<Void> create(String topic) {
        NewTopic defaults = new NewTopic(topic, Optional.empty(), Optional.empty());
        return toFuture(admin.createTopics(List.of(defaults)).all())
                .<Void>mapEmpty()
                .onSuccess(created -> LOG.info("created the topic topic={}", topic))
                .recover(failure -> failure instanceof TopicExistsException
                        ? Future.succeededFuture()
                        : Future.failedFuture(failure));
    }

    private <T> Future<T> toFuture(KafkaFuture<T> answer) {
        return Future.fromCompletionStage(answer.toCompletionStage(), vertx.getOrCreateContext())
                .recover(failure -> Future.failedFuture(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure));
    }

    /** Ends all questions. */
    public void close() {
        closed = true;
        admin.close(Duration.ofSeconds(2));
    }
}
