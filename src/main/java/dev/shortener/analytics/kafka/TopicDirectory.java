package dev.shortener.analytics.kafka;

import dev.shortener.analytics.event.TopicIdentity;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
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
     * @return who it is
     */
    public Future<TopicIdentity> ensure(String topic) {
        return identity(topic, 1);
    }

    private Future<TopicIdentity> identity(String topic, int attempt) {
        return describe(topic).recover(failure -> {
            if (closed) {
                return Future.failedFuture(failure);
            }
            if (failure instanceof UnknownTopicOrPartitionException) {
                return create(topic).transform(done -> again(topic, attempt, done.cause()));
            }
            return again(topic, attempt, failure);
        });
    }

    private Future<TopicIdentity> again(String topic, int attempt, @Nullable Throwable failure) {
        if (failure != null && attempt == 1) {
            LOG.warn("waiting for the topic topic={} cause={}", topic, failure.toString());
        }
        return vertx.timer(Math.max(10, failure == null ? 50 : backoff.millisAfter(attempt)))
                .compose(now -> identity(topic, attempt + 1));
    }

    private Future<TopicIdentity> describe(String topic) {
        Future<String> cluster = toFuture(admin.describeCluster().clusterId());
        // One name was asked for, so there is one answer.
        Future<TopicDescription> description = toFuture(admin.describeTopics(List.of(topic))
                .topicNameValues()
                .values()
                .iterator()
                .next());
        return Future.all(cluster, description)
                .map(done -> new TopicIdentity(
                        cluster.result(), topic, description.result().topicId().toString()));
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
