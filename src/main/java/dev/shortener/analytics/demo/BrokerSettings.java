package dev.shortener.analytics.demo;

import java.nio.file.Path;
import java.util.Map;

/**
 * What an {@link EmbeddedKafka} is started with. Immutable.
 *
 * @param dataDir where the broker keeps its log; formatted if it is empty, used again otherwise
 * @param port of the client listener on 127.0.0.1, 0 for a free one
 * @param partitions of a topic that is created without saying how many, 1 or more
 * @param autoCreateTopics whether using a topic creates it
 * @param properties any broker property, given precedence over what is derived from the components above; {@code listeners} and what
 *     describes them are added to the client listener, whose name is PLAINTEXT
 */
public record BrokerSettings(
        Path dataDir, int port, int partitions, boolean autoCreateTopics, Map<String, String> properties) {

    public BrokerSettings {
        dataDir = dataDir.toAbsolutePath().normalize();
        properties = Map.copyOf(properties);
    }

    /** A free port, 8 partitions, topics created by use: what the demonstration and most tests want. */
    public static BrokerSettings in(Path dataDir) {
        return new BrokerSettings(dataDir, 0, 8, true, Map.of());
    }

    public BrokerSettings withPort(int newPort) {
        return new BrokerSettings(dataDir, newPort, partitions, autoCreateTopics, properties);
    }

    public BrokerSettings withPartitions(int newPartitions) {
        return new BrokerSettings(dataDir, port, newPartitions, autoCreateTopics, properties);
    }

    public BrokerSettings withAutoCreateTopics(boolean create) {
        return new BrokerSettings(dataDir, port, partitions, create, properties);
    }

    public BrokerSettings withProperties(Map<String, String> newProperties) {
        return new BrokerSettings(dataDir, port, partitions, autoCreateTopics, newProperties);
    }
}
