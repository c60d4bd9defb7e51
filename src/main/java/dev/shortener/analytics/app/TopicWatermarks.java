package dev.shortener.analytics.app;

import dev.shortener.analytics.config.KafkaConfig;
import dev.shortener.analytics.kafka.GroupProgress;
import dev.shortener.analytics.kafka.TopicProbe;
import dev.shortener.analytics.store.Watermarks;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicReference;

/** Asks the brokers how far the group and the topic have come, whenever it is asked. Thread-safe. */
final class TopicWatermarks {

    private final Vertx vertx;
    private final KafkaConfig config;
    private final AtomicReference<TopicProbe> probe = new AtomicReference<>();

    TopicWatermarks(Vertx vertx, KafkaConfig config) {
        this.vertx = vertx;
        this.config = config;
    }

    /** Fails if the brokers do not answer, or there is no such topic. */
    Future<Watermarks> ask() {
        return vertx.executeBlocking(() -> watermarks(probe().progress(config.group(), config.topic())
                .orElseThrow(() -> new CommandFailedException("there is no topic " + config.topic()))));
    }

    /** Made when first asked, as it looks up the brokers' names. */
    private synchronized TopicProbe probe() {
        TopicProbe made = probe.get();
        if (made == null) {
            made = new TopicProbe(config);
            probe.set(made);
        }
        return made;
    }

    private static Watermarks watermarks(GroupProgress group) {
        return new Watermarks(
                group.topic().topicId(),
                group.askedAt(),
                group.partitions().stream()
                        .map(partition ->
                                new Watermarks.Partition(partition.number(), partition.settledBelow(), partition.end()))
                        .toList());
    }

    /** Asks no more. */
    Future<Void> close() {
        return vertx.executeBlocking(() -> {
            TopicProbe made = probe.getAndSet(null);
            if (made != null) {
                made.close();
            }
            return null;
        });
    }
}
