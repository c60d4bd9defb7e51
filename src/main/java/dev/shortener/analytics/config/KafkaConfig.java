package dev.shortener.analytics.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
 * @param maxBytes most bytes of one fetch answer, at least {@code minBytes}
 * @param caFile PEM file of the authorities to trust; null for a connection without TLS unless {@code properties} say otherwise
 * @param username SASL user; null for none
 * @param password SASL password; null for none, and only then without {@code username}
 * @param properties any Kafka client property, given precedence over what is derived from the keys above; values may be secret.
 *     None of them is one that would break a promise, such as {@code enable.auto.commit}
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

    static final Range CONSUMERS = new Range(1, 1_024);
    static final Range BYTES = new Range(1, Integer.MAX_VALUE);
    static final String SECURITY_PROTOCOL = "security.protocol";
    static final String SASL_MECHANISM = "sasl.mechanism";
    static final String TOKEN_ENDPOINT = "sasl.oauthbearer.token.endpoint.url";
    static final String GROUP_PROTOCOL = "group.protocol";

    /** What the brokers decide where {@link #brokersAssign}: a client that sets any of it is refused (KIP-848). */
    public static final Set<String> DECIDED_BY_BROKERS =
            Set.of("partition.assignment.strategy", "session.timeout.ms", "heartbeat.interval.ms");

    public KafkaConfig {
        if (brokers.isEmpty()) {
            throw new IllegalArgumentException("no brokers");
        }
        KafkaNames.requireTopic(topic);
        CONSUMERS.require("consumers", consumers);
        BYTES.require("minBytes", minBytes);
        new Range(minBytes, BYTES.max()).require("maxBytes", maxBytes);
        if ((username == null) != (password == null)) {
            throw new IllegalArgumentException("username and password go together");
        }
        brokers = List.copyOf(brokers);
        properties = Map.copyOf(properties);
    }

    /**
     * How the connection is secured: what {@code properties} say; else TLS if there is an authority to trust, SASL if there is a user.
     * A user without either is refused by the configuration's reader, because it would send the password in clear.
     */
    public SecurityProtocol securityProtocol() {
        Secret said = properties.get(SECURITY_PROTOCOL);
        if (said != null) {
            return SecurityProtocol.valueOf(said.reveal().toUpperCase(Locale.ROOT));
        }
        if (username != null) {
            return caFile == null ? SecurityProtocol.SASL_PLAINTEXT : SecurityProtocol.SASL_SSL;
        }
        return caFile == null ? SecurityProtocol.PLAINTEXT : SecurityProtocol.SSL;
    }

    /** How {@link #username} is named to the brokers: what {@code properties} say; else {@code PLAIN}, which is what the Go consumer does. */
    public SaslMechanism saslMechanism() {
        Secret said = properties.get(SASL_MECHANISM);
        return said == null ? SaslMechanism.PLAIN : SaslMechanism.of(said.reveal());
    }

    /** Whether the brokers assign the partitions, by the group protocol {@code consumer} of KIP-848. */
    public boolean brokersAssign() {
        Secret said = properties.get(GROUP_PROTOCOL);
        return said != null && isConsumerProtocol(said.reveal());
    }

    static boolean isConsumerProtocol(String protocol) {
        return protocol.equalsIgnoreCase("consumer");
    }

    /** Kafka's {@code security.protocol}; the names are Kafka's. */
    public enum SecurityProtocol {
        PLAINTEXT(false, false),
        SSL(true, false),
        SASL_PLAINTEXT(false, true),
        SASL_SSL(true, true);

        private final boolean encrypted;
        private final boolean authenticated;

        SecurityProtocol(boolean encrypted, boolean authenticated) {
            this.encrypted = encrypted;
            this.authenticated = authenticated;
        }

        /** Whether the connection uses TLS. */
        public boolean encrypted() {
            return encrypted;
        }

        /** Whether the client names itself by SASL. */
        public boolean authenticated() {
            return authenticated;
        }
    }

    /** Where a group without committed offsets starts. */
    public enum OffsetReset {
        /** With the oldest record that the topic still holds. */
        FIRST,
        /** With what arrives after the first start: everything sent before it is not counted. */
        LAST
    }
}
