package dev.shortener.analytics.kafka;

import io.vertx.core.Future;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Positions of a reader that is told where to begin by whoever gives it a partition: nothing to be looked up, nothing to be moved. */
final class SameTopic implements TopicContinuity.Positions {

    static final TopicContinuity.Positions POSITIONS = new SameTopic();

    private SameTopic() {}

    @Override
    public Future<@Nullable OffsetAndMetadata> committed(TopicPartition partition) {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> seekToBeginning(TopicPartition partition) {
        return Future.succeededFuture();
    }
}
