package dev.shortener.analytics.kafka;

import dev.shortener.analytics.config.KafkaConfig;
import dev.shortener.analytics.config.KafkaConfig.OffsetReset;
import dev.shortener.analytics.config.Secret;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What the Kafka clients are told. Immutable.
 *
 * <p>The section {@code Kafka} of the configuration has the last word on everything but what the promises rest on: offsets are
 * never committed by the client itself, and dead letters are acknowledged by all in-sync replicas.
 */
public final class ClientProperties {

    private static final Duration MAX_FETCH_WAIT = Duration.ofMillis(100);

    /**
     * G1 keeps an array of half a region, which is half a megabyte in heaps of up to 2 GB, apart in the old generation, and marks all of
     * that whenever enough of them have come: with Kafka's own sizes, without end.
     */
    private static final int MAX_FETCH_BYTES = 480 * 1024;

    private static final int MAX_PARTITION_FETCH_BYTES = 256 * 1024;
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(15);

    /** What is asked is small, and records wait for the answer: a connection whose other end is gone must not hold them long. */
    private static final Duration ADMIN_TIMEOUT = Duration.ofSeconds(5);

    /** Partitions that are added are found within it; Kafka's own five minutes are long for clicks that nobody counts. */
    private static final Duration METADATA_AGE = Duration.ofSeconds(30);

    private final KafkaConfig config;

    public ClientProperties(KafkaConfig config) {
        this.config = config;
    }

    /** For the administrative client. */
    public Map<String, Object> admin() {
        Map<String, Object> properties = connection();
        setUnlessGiven(properties, AdminClientConfig.CLIENT_ID_CONFIG, config.group() + "-admin");
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ADMIN_TIMEOUT.toMillis());
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CALL_TIMEOUT.toMillis());
        return overriddenBy(properties, config.properties(), AdminClientConfig.configNames());
    }

    /**
     * For one member of the consumer group.
     *
     * @param member number of the member in this process, from 0
     * @param maxPollRecords most records of one poll
     */
    Map<String, Object> consumer(int member, int maxPollRecords) {
        Map<String, Object> properties = connection();
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, config.group());
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, config.group() + "-" + member);
        properties.put(
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                config.offsetReset() == OffsetReset.FIRST ? "earliest" : "latest");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxPollRecords);
        properties.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, config.minBytes());
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, fetchBytes(MAX_FETCH_BYTES));
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, fetchBytes(MAX_PARTITION_FETCH_BYTES));
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) MAX_FETCH_WAIT.toMillis());
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_AGE.toMillis());
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CALL_TIMEOUT.toMillis());
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) CALL_TIMEOUT.toMillis());
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        overriddenBy(properties, config.properties(), ConsumerConfig.configNames());
        if (config.brokersAssign()) {
            properties.keySet().removeAll(KafkaConfig.DECIDED_BY_BROKERS);
        }
        makeInstanceIdUnique(properties, member);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return properties;
    }

    /**
     * For reading single records outside any group.
     *
     * @param clientId how the reader calls itself
     */
    Map<String, Object> reader(String clientId) {
        Map<String, Object> properties = connection();
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CALL_TIMEOUT.toMillis());
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) CALL_TIMEOUT.toMillis());
        overriddenBy(properties, config.properties(), ConsumerConfig.configNames());
        properties.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        properties.remove(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return properties;
    }

    /**
     * For a producer whose records count as sent only once all in-sync replicas have them.
     *
     * @param clientId how the producer calls itself
     */
    public Map<String, Object> producer(String clientId) {
        Map<String, Object> properties = connection();
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, CALL_TIMEOUT.toMillis());
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) CALL_TIMEOUT.toMillis());
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * (int) CALL_TIMEOUT.toMillis());
        overriddenBy(properties, config.properties(), ProducerConfig.configNames());
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        return properties;
    }

    /** More would be waited for in vain where it is more than the least that is asked for. */
    private int fetchBytes(int most) {
        return Math.max(config.minBytes(), Math.min(config.maxBytes(), most));
    }

    private Map<String, Object> connection() {
        Map<String, Object> properties = new HashMap<>();
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.brokers());
        properties.put(
                CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
                config.securityProtocol().name());
        if (config.caFile() != null) {
            properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
            properties.put(
                    SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, config.caFile().toString());
        }
        if (config.username() != null && config.password() != null) {
            properties.putAll(SaslLogin.of(config, config.username(), config.password()));
        }
        return properties;
    }

    /** Static membership: what is configured once must be another name for each member of this process. */
    private static void makeInstanceIdUnique(Map<String, Object> properties, int member) {
        properties.computeIfPresent(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, (key, id) -> id + "-" + member);
    }

    private static void setUnlessGiven(Map<String, Object> properties, String name, Object value) {
        properties.putIfAbsent(name, value);
    }

    /** Each client is given only the properties it knows, so that none warns of another's. */
    private static Map<String, Object> overriddenBy(
            Map<String, Object> properties, Map<String, Secret> given, Set<String> known) {
        given.forEach((name, value) -> {
            if (known.contains(name) || name.startsWith("sasl.") || name.startsWith("ssl.")) {
                properties.put(name, value.reveal());
            }
        });
        return properties;
    }
}
