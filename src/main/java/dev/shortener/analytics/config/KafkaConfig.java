package dev.shortener.analytics.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the clicks come from. Immutable.
 *
 * @param brokers {@code host:port} each, at least one
 * @param group the consumer group
 * @param topic the topic of click events
 * @param offsetReset where a group without committed offsets starts
 * @param consumers number of ConsumerVerticle instances, each a member of the group, 1 to 1,024
 * @param minBytes least bytes that the broker waits for before it answers a fetch, 1 or more
 * @param maxBytes most bytes of one fetch answer
 * @param caFile PEM file of the authorities to trust; null for a connection without TLS unless {@code properties} say otherwise
 * @param username SASL user; null for none
 * @param password SASL password; null for none
 * @param properties any Kafka client property, given precedence over what is derived from the keys above; values may be secret
 */
public record KafkaConfig(
        List<String> brokers,
        String group,
        String topic,
        OffsetReset offsetReset,
        int consumers,
        int minBytes,
        int maxBytes,
        @Nullable Path caFile,
        @Nullable String username,
        @Nullable Secret password,
        Map<String, Secret> properties) {

    public KafkaConfig {
        brokers = List.copyOf(brokers);
        properties = Map.copyOf(properties);
    }

    /** Where a group without committed offsets starts. */
    public enum OffsetReset {
        /** With the oldest record that the topic still holds. */
        FIRST,
        /** With what arrives after the first start: everything sent before it is not counted. */
        LAST
    }
}
