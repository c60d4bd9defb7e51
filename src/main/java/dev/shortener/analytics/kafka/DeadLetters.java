package dev.shortener.analytics.kafka;

import dev.shortener.analytics.event.Rejection;
import dev.shortener.analytics.event.TopicIdentity;
import io.vertx.core.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where rejected records go. Called from the consumer's context. */
interface DeadLetters {

    /**
     * Tries to publish one.
     *
     * @param origin the topic that it was read from
     * @return completes once the dead letter is there durably; fails if that is not known
     */
    Future<Void> publish(ConsumerRecord<byte[], byte[]> record, TopicIdentity origin, Rejection rejection);
}
