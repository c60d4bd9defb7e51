package dev.shortener.analytics.kafka;

import dev.shortener.analytics.config.KafkaConfig;
import dev.shortener.analytics.event.TopicIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

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
