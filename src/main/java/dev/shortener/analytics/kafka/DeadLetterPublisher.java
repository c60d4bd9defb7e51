package dev.shortener.analytics.kafka;

import dev.shortener.analytics.event.Rejection;
import dev.shortener.analytics.event.TopicIdentity;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.producer.KafkaProducer;
import io.vertx.kafka.client.producer.KafkaProducerRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Puts rejected records into the dead-letter topic: key, value and headers as they came, and headers that say where they stood and
 * why they are here. Confined to the context that created it.
 *
 * <p>The future of a publication completes once all in-sync replicas have the record, and fails if that is not known; publishing
 * again may then leave the dead letter there twice, with the same origin in its headers. The producer is opened with the first
 * dead letter. A value that the topic does not take is cut, with its length and SHA-256 in headers: see {@link #TRUNCATED_TO}.
 */
final class DeadLetterPublisher {

    static final String ORIGIN_TIMESTAMP = "dlq.origin.timestamp";
    static final String GROUP = "dlq.group";
    static final String REASON = "dlq.reason";
    static final String FIELD = "dlq.field";
    static final String MESSAGE = "dlq.message";
    static final String VERSION = "dlq.version";
    static final String FULL_LENGTH = "dlq.value.length";
    static final String FULL_SHA256 = "dlq.value.sha256";

    /** Bytes that are kept of a value that is too large for the topic. */
    static final int TRUNCATED_TO = 16 * 1024;

    private final Vertx vertx;
    private final ClientProperties properties;
    private final String topic;
    private final String group;
    private final String version;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    /**
     * @param topic where dead letters go
     * @param group the consumer group, named in a header
     * @param version of this service, named in a header
     */
    DeadLetterPublisher(Vertx vertx, ClientProperties properties, String topic, String group, String version) {
        this.vertx = vertx;
        this.properties = properties;
        this.topic = topic;
        this.group = group;
        this.version = version;
    }

    /** Publishes one dead letter. */
    Future<Void> publish(ConsumerRecord<byte[], byte[]> record, TopicIdentity origin, Rejection rejection) {
        return send(letter(record, record.value(), origin, rejection))
                .recover(failure -> failure instanceof RecordTooLargeException && record.value() != null
                        ? send(truncated(record, origin, rejection))
                        : Future.failedFuture(failure));
    }

    /** Closes the producer; what was not acknowledged fails. */
    Future<Void> close() {
        return producer == null ? Future.succeededFuture() : producer.close(2_000);
    }

    private Future<Void> send(KafkaProducerRecord<byte[], byte[]> letter) {
        if (producer == null) {
            producer = KafkaProducer.create(
                    vertx,
                    new org.apache.kafka.clients.producer.KafkaProducer<>(
                            properties.producer(group + "-dead-letters")));
        }
        return producer.send(letter).mapEmpty();
    }

    private KafkaProducerRecord<byte[], byte[]> letter(
            ConsumerRecord<byte[], byte[]> record, byte @Nullable [] value, TopicIdentity origin, Rejection rejection) {
        KafkaProducerRecord<byte[], byte[]> letter = KafkaProducerRecord.create(topic, record.key(), value);
        boolean replayed = RecordHeaders.origin(record.headers()) != null;
        for (Header header : record.headers()) {
            boolean originOfReplay = replayed && header.key().startsWith("dlq.origin.");
            if (!header.key().startsWith("dlq.") || originOfReplay) {
                add(letter, header.key(), header.value());
            }
        }
        if (!replayed) {
            addOrigin(letter, record, origin);
        }
        add(letter, GROUP, group);
        add(letter, REASON, rejection.reason().label());
        if (rejection.field() != null) {
            add(letter, FIELD, rejection.field());
        }
        add(letter, MESSAGE, rejection.message());
        add(letter, VERSION, version);
        return letter;
    }

    private static void addOrigin(
            KafkaProducerRecord<byte[], byte[]> letter, ConsumerRecord<byte[], byte[]> record, TopicIdentity origin) {
        add(letter, RecordHeaders.ORIGIN_CLUSTER_ID, origin.clusterId());
        add(letter, RecordHeaders.ORIGIN_TOPIC, origin.topic());
        add(letter, RecordHeaders.ORIGIN_TOPIC_ID, origin.topicId());
        add(letter, RecordHeaders.ORIGIN_PARTITION, Integer.toString(record.partition()));
        add(letter, RecordHeaders.ORIGIN_OFFSET, Long.toString(record.offset()));
        add(letter, ORIGIN_TIMESTAMP, Long.toString(record.timestamp()));
    }

    private KafkaProducerRecord<byte[], byte[]> truncated(
            ConsumerRecord<byte[], byte[]> record, TopicIdentity origin, Rejection rejection) {
        byte[] value = record.value();
        byte[] kept = Arrays.copyOf(value, Math.min(value.length, TRUNCATED_TO));
        KafkaProducerRecord<byte[], byte[]> letter = letter(record, kept, origin, rejection);
        add(letter, FULL_LENGTH, Integer.toString(value.length));
        add(letter, FULL_SHA256, sha256(value));
        return letter;
    }

    private static void add(KafkaProducerRecord<byte[], byte[]> letter, String name, String value) {
        add(letter, name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static void add(KafkaProducerRecord<byte[], byte[]> letter, String name, byte @Nullable [] value) {
        letter.record().headers().add(name, value);
    }

    private static String sha256(byte[] value) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform must provide SHA-256", missing);
        }
    }
}
