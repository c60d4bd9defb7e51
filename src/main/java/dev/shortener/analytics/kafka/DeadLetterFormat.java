package dev.shortener.analytics.kafka;

import dev.shortener.analytics.config.DeadLetterConfig;
import dev.shortener.analytics.config.DeadLetterConfig.Privacy;
import dev.shortener.analytics.config.DeadLetterKey;
import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.event.Rejection;
import dev.shortener.analytics.event.TopicIdentity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What a rejected record looks like in the dead-letter topic: key, value and headers as they came, as far as privacy lets them, and
 * headers that say where it stood and why it is there. Thread-safe.
 */
final class DeadLetterFormat {

    static final String ORIGIN_TIMESTAMP = "dlq.origin.timestamp";
    static final String GROUP = "dlq.group";
    static final String REASON = "dlq.reason";
    static final String FIELD = "dlq.field";
    static final String MESSAGE = "dlq.message";
    static final String VERSION = "dlq.version";
    static final String PARKED = "dlq.parked";
    static final String PRIVACY = "dlq.privacy";
    static final String KEY_ID = "dlq.key.id";
    static final String FULL_LENGTH = "dlq.value.length";
    static final String FULL_SHA256 = "dlq.value.sha256";

    /** There if redaction changed the id of the event: sent again, it would be another click. */
    static final String IDENTITY = "dlq.identity";

    static final String REDACTED = "redacted";

    /** A record that was rejected more often is parked. */
    static final int MAX_ATTEMPTS = 3;

    private static final int MAX_MESSAGE_CHARS = 1_000;

    private final String topic;
    private final String group;
    private final String version;
    private final Privacy privacy;
    private final @Nullable DeadLetterKey key;
    private final @Nullable DeadLetterCipher cipher;

    /**
     * @param config where dead letters go, and how much they show
     * @param group the consumer group, named in a header
     * @param version of this service, named in a header
     */
    DeadLetterFormat(DeadLetterConfig config, String group, String version) {
        this.topic = config.topic();
        this.group = group;
        this.version = version;
        this.privacy = config.privacy();
        this.key = config.key();
        this.cipher = privacy == Privacy.ENCRYPT && key != null ? new DeadLetterCipher(key) : null;
    }

    /** The consumer group. */
    String group() {
        return group;
    }

    /** The whole record. */
    ProducerRecord<byte[], byte[]> whole(
            ConsumerRecord<byte[], byte[]> record, TopicIdentity from, Rejection rejection) {
        return letter(content(record), record, from, rejection);
    }

    /**
     * The beginning of its value, with its full length in bytes and its SHA-256 in hexadecimal as headers. Its own headers are left
     * out and its key is cut too: any of the three may be what was too large. Where addresses are redacted, length and digest are
     * those of the redacted value: a digest of the other would prove a guess at the address.
     *
     * @param bytes that are kept of the value, and of the key
     */
    ProducerRecord<byte[], byte[]> truncated(
            ConsumerRecord<byte[], byte[]> record, TopicIdentity from, Rejection rejection, int bytes) {
        DeadLetterContent content = content(record);
        DeadLetterContent cut = content.cut(bytes).with(FULL_SHA256, sha256(content.value()));
        ProducerRecord<byte[], byte[]> letter = letter(cut, record, from, rejection);
        add(letter.headers(), FULL_LENGTH, Integer.toString(content.length()));
        return letter;
    }

    private DeadLetterContent content(ConsumerRecord<byte[], byte[]> record) {
        DeadLetterContent content = DeadLetterContent.of(record.key(), record.value(), record.headers());
        return privacy == Privacy.REDACT ? content.redacted() : content;
    }

    private ProducerRecord<byte[], byte[]> letter(
            DeadLetterContent content, ConsumerRecord<byte[], byte[]> record, TopicIdentity from, Rejection rejection) {
        Position replayed = RecordHeaders.origin(record.headers());
        Position origin = replayed == null ? new Position(from, record.partition(), record.offset()) : replayed;
        ProducerRecord<byte[], byte[]> letter = letter(content, origin);
        addOrigin(letter.headers(), origin, record, replayed != null);
        addReason(letter.headers(), rejection);
        addAttempts(letter.headers(), RecordHeaders.attempts(record.headers()) + 1);
        return letter;
    }

    private ProducerRecord<byte[], byte[]> letter(DeadLetterContent content, Position origin) {
        if (cipher != null && key != null) {
            byte[] sealed = cipher.seal(content, origin);
            ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(topic, sealed);
            add(letter.headers(), KEY_ID, key.id());
            return letter;
        }
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(topic, content.key(), content.value());
        content.headers().forEach(header -> letter.headers().add(header.name(), header.value()));
        return letter;
    }

    private static void addOrigin(
            Headers letter, Position origin, ConsumerRecord<byte[], byte[]> record, boolean replayed) {
        add(letter, RecordHeaders.ORIGIN_CLUSTER_ID, origin.topic().clusterId());
        add(letter, RecordHeaders.ORIGIN_TOPIC, origin.topic().topic());
        add(letter, RecordHeaders.ORIGIN_TOPIC_ID, origin.topic().topicId());
        add(letter, RecordHeaders.ORIGIN_PARTITION, Integer.toString(origin.partition()));
        add(letter, RecordHeaders.ORIGIN_OFFSET, Long.toString(origin.offset()));
        long first = replayed ? RecordHeaders.number(record.headers(), ORIGIN_TIMESTAMP) : -1;
        add(letter, ORIGIN_TIMESTAMP, Long.toString(first < 0 ? record.timestamp() : first));
    }

    private void addReason(Headers letter, Rejection rejection) {
        add(letter, GROUP, group);
        add(letter, REASON, rejection.reason().label());
        if (rejection.field() != null) {
            add(letter, FIELD, rejection.field());
        }
        add(letter, MESSAGE, message(rejection));
        add(letter, VERSION, version);
        add(letter, PRIVACY, privacy.name().toLowerCase(Locale.ROOT));
    }

    /** It may quote a short code, and that may be an address in the wrong place. */
    private String message(Rejection rejection) {
        String message = rejection.message();
        String cut = message.length() > MAX_MESSAGE_CHARS ? message.substring(0, MAX_MESSAGE_CHARS) + "..." : message;
        return privacy == Privacy.KEEP ? cut : AddressRedactor.redact(cut);
    }

    private static void addAttempts(Headers letter, int attempts) {
        add(letter, RecordHeaders.ATTEMPTS, Integer.toString(attempts));
        if (attempts > MAX_ATTEMPTS) {
            add(letter, PARKED, "true");
        }
    }

    private static void add(Headers letter, String name, String value) {
        letter.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(byte @Nullable [] value) {
        try {
            byte[] digested = value == null ? new byte[0] : value;
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(digested));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform must provide SHA-256", missing);
        }
    }
}
