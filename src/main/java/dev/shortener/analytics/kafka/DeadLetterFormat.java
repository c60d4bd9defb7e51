package dev.shortener.analytics.kafka;

import dev.shortener.analytics.event.Rejection;
import dev.shortener.analytics.event.TopicIdentity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What a rejected record looks like in the dead-letter topic: key, value and headers as they came, and headers that say where it
 * stood and why it is there. Immutable.
 *
 * @param topic where dead letters go
 * @param group the consumer group, named in a header
 * @param version of this service, named in a header
 */
record DeadLetterFormat(String topic, String group, String version) {

    static final String ORIGIN_TIMESTAMP = "dlq.origin.timestamp";
    static final String GROUP = "dlq.group";
    static final String REASON = "dlq.reason";
    static final String FIELD = "dlq.field";
    static final String MESSAGE = "dlq.message";
    static final String VERSION = "dlq.version";
    static final String FULL_LENGTH = "dlq.value.length";
    static final String FULL_SHA256 = "dlq.value.sha256";

    /** Bytes that are kept of the value, and of the key, of a record that is too large for the topic. */
    static final int TRUNCATED_TO = 16 * 1024;

    private static final String OUR_HEADERS = "dlq.";
    private static final String ORIGIN_HEADERS = "dlq.origin.";

    /** The whole record. */
    ProducerRecord<byte[], byte[]> whole(
            ConsumerRecord<byte[], byte[]> record, TopicIdentity origin, Rejection rejection) {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(topic, record.key(), record.value());
        copy(record.headers(), letter.headers(), name -> !name.startsWith(OUR_HEADERS));
        addOurs(letter.headers(), record, origin, rejection);
        return letter;
    }

    /**
     * The beginning of its value, with its full length in bytes and its SHA-256 in hexadecimal as headers. Its own headers are left
     * out and its key is cut too: any of the three may be what was too large.
     */
    ProducerRecord<byte[], byte[]> truncated(
            ConsumerRecord<byte[], byte[]> record, TopicIdentity origin, Rejection rejection) {
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(topic, beginning(record.key()), beginning(record.value()));
        addOurs(letter.headers(), record, origin, rejection);
        byte[] value = record.value() == null ? new byte[0] : record.value();
        add(letter.headers(), FULL_LENGTH, Integer.toString(value.length));
        add(letter.headers(), FULL_SHA256, sha256(value));
        return letter;
    }

    private static byte @Nullable [] beginning(byte @Nullable [] bytes) {
        return bytes == null || bytes.length <= TRUNCATED_TO ? bytes : Arrays.copyOf(bytes, TRUNCATED_TO);
    }

    private void addOurs(
            Headers letter, ConsumerRecord<byte[], byte[]> record, TopicIdentity origin, Rejection rejection) {
        if (RecordHeaders.origin(record.headers()) == null) {
            addOrigin(letter, record, origin);
        } else {
            // It was a dead letter before: where it first stood stays what it was.
            copy(record.headers(), letter, name -> name.startsWith(ORIGIN_HEADERS));
        }
        addReason(letter, rejection);
    }

    private static void copy(Headers from, Headers to, Predicate<String> names) {
        for (Header header : from) {
            if (names.test(header.key())) {
                to.add(header);
            }
        }
    }

    private static void addOrigin(Headers letter, ConsumerRecord<byte[], byte[]> record, TopicIdentity origin) {
        add(letter, RecordHeaders.ORIGIN_CLUSTER_ID, origin.clusterId());
        add(letter, RecordHeaders.ORIGIN_TOPIC, origin.topic());
        add(letter, RecordHeaders.ORIGIN_TOPIC_ID, origin.topicId());
        add(letter, RecordHeaders.ORIGIN_PARTITION, Integer.toString(record.partition()));
        add(letter, RecordHeaders.ORIGIN_OFFSET, Long.toString(record.offset()));
        add(letter, ORIGIN_TIMESTAMP, Long.toString(record.timestamp()));
    }

    private void addReason(Headers letter, Rejection rejection) {
        add(letter, GROUP, group);
        add(letter, REASON, rejection.reason().label());
        if (rejection.field() != null) {
            add(letter, FIELD, rejection.field());
        }
        add(letter, MESSAGE, rejection.message());
        add(letter, VERSION, version);
    }

    private static void add(Headers letter, String name, String value) {
        letter.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(byte[] value) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform must provide SHA-256", missing);
        }
    }
}
