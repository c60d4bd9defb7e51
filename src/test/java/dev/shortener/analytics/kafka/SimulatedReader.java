package dev.shortener.analytics.kafka;

import io.vertx.core.Future;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** What a member of the group does with its partitions: the service's own way, and a way that lacks a guard. */
interface SimulatedReader extends RebalanceGate.Owner {

    void take(ConsumerRecords<byte[], byte[]> records);

    /** Partitions that must not be read for now. */
    Set<TopicPartition> closed();

    /** Commits what may be committed. Never fails. */
    Future<Void> commit();

    /** Completes when nothing is in flight, or after a while. */
    Future<Void> drained();

    /** Records that are read and not settled. */
    int inFlight();
}
