package dev.shortener.analytics.kafka;

import io.vertx.core.Future;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Positions in a topic that nobody makes anew. */
final class SameTopic implements TopicContinuity.Positions {

    static final TopicContinuity.Positions POSITIONS = new SameTopic();

    private SameTopic() {}

    @Override
    public Future<@Nullable OffsetAndMetadata> committed(TopicPartition partition) {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> seekToBeginning(TopicPartition partition) {
        throw new AssertionError("another topic");
    }
}
