package dev.shortener.analytics.kafka;

import dev.shortener.analytics.config.DeadLetterKey;
import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.event.RawRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record of the dead-letter topic. Immutable. Anybody who may write to the topic may have written it: every text may be anything, and
 * what is not there counts as unknown.
 */
public final class DeadLetter {

    private static final String UNKNOWN = "unknown";

    private final ConsumerRecord<byte[], byte[]> record;

    DeadLetter(ConsumerRecord<byte[], byte[]> record) {
        this.record = record;
    }

    /** From 0. */
    public int partition() {
        return record.partition();
    }

    /** From 0. */
    public long offset() {
        return record.offset();
    }

    /** When it was written. */
    public Instant time() {
        return Instant.ofEpochMilli(Math.max(0, record.timestamp()));
    }

    /** Where its record first stood; empty if that is not known, as when somebody else has written it. */
    public Optional<Position> origin() {
        return Optional.ofNullable(RecordHeaders.origin(headers()));
    }

    /** When its record was sent; empty if that is not known. */
    public Optional<Instant> originTime() {
        long millis = RecordHeaders.number(headers(), DeadLetterFormat.ORIGIN_TIMESTAMP);
        return millis < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    /** One of the labels of {@link dev.shortener.analytics.event.Reason}, or any other text. */
    public String reason() {
        return text(DeadLetterFormat.REASON).orElse(UNKNOWN);
    }

    /** The member at fault; empty if the whole record is. */
    public Optional<String> field() {
        return text(DeadLetterFormat.FIELD);
    }

    /** A sentence about what is wrong; empty without one. */
    public String message() {
        return text(DeadLetterFormat.MESSAGE).orElse("");
    }

    /** How often its record has been rejected, 1 or more. */
    public int attempts() {
        return Math.max(1, RecordHeaders.attempts(headers()));
    }

    /** Whether it has been sent again, and rejected again, often enough. */
    public boolean isParked() {
        return attempts() > DeadLetterFormat.MAX_ATTEMPTS;
    }

    /** How often a record may be rejected before it is parked. */
    public static int maxAttempts() {
        return DeadLetterFormat.MAX_ATTEMPTS;
    }

    /** Bytes of the value of its record if only the beginning is here; empty if all of it is. */
    public Optional<Long> fullLength() {
        long length = RecordHeaders.number(headers(), DeadLetterFormat.FULL_LENGTH);
        return length < 0 ? Optional.empty() : Optional.of(length);
    }

    /** Whether redaction changed the id of the event, so that it would be stored as another click. */
    public boolean isIdentityRedacted() {
        return text(DeadLetterFormat.IDENTITY).isPresent();
    }

    /** Name of the key that it is encrypted with; empty if it is not. */
    public Optional<String> keyId() {
        return text(DeadLetterFormat.KEY_ID);
    }

    /** All headers of ours, by name. */
    public Map<String, String> ours() {
        Map<String, String> ours = new TreeMap<>();
        Arrays.stream(headers().toArray())
                .map(Header::key)
                .filter(name -> name.startsWith(RecordHeaders.OURS))
                .forEach(name -> ours.put(name, text(name).orElse("")));
        return Collections.unmodifiableMap(ours);
    }

    /**
     * What it keeps of its record.
     *
     * @param key to decrypt it with, if it is encrypted; null if there is none
     * @throws UnreadableDeadLetterException if it is encrypted, and not with that key
     */
    public DeadLetterContent content(@Nullable DeadLetterKey key) {
        String wanted = keyId().orElse(null);
        if (wanted == null) {
            return DeadLetterContent.of(record.key(), record.value(), headers());
        }
        if (key == null || !wanted.equals(key.id())) {
            throw new UnreadableDeadLetterException("it is encrypted with the key " + wanted
                    + ", and DeadLetter.Key is " + (key == null ? "not set" : "the key " + key.id()));
        }
        Position origin = origin().orElse(null);
        if (origin == null || record.value() == null) {
            throw new UnreadableDeadLetterException("it is encrypted, and says not where it first stood");
        }
        return new DeadLetterCipher(key).open(record.value(), origin);
    }

    /** As the pipeline would get it if it were sent again. */
    public RawRecord raw(DeadLetterContent content) {
        String eventId = content.header(RecordHeaders.CLOUD_EVENT_ID).orElse(null);
        return new RawRecord(record.offset(), content.value(), eventId, origin().orElse(null));
    }

    /**
     * The same with every address cut to its network, wherever it stands, whatever {@code DeadLetter.Privacy} was when it was written. One
     * that is encrypted shows none.
     */
    public DeadLetter withoutAddresses() {
        Headers shown = new org.apache.kafka.common.header.internals.RecordHeaders();
        for (Header header : headers()) {
            shown.add(header.key(), redacted(header.value()));
        }
        boolean sealed = keyId().isPresent();
        return new DeadLetter(new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                record.serializedKeySize(),
                record.serializedValueSize(),
                sealed ? record.key() : redacted(record.key()),
                sealed ? record.value() : redacted(record.value()),
                shown,
                record.leaderEpoch()));
    }

    private static byte @Nullable [] redacted(byte @Nullable [] bytes) {
        return bytes == null ? null : AddressRedactor.redact(bytes).bytes();
    }

    private Headers headers() {
        return record.headers();
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(RecordHeaders.text(headers(), name));
    }

    /** Names it, and nothing that it holds. */
    @Override
    public String toString() {
        return "DeadLetter[" + partition() + ":" + offset() + "]";
    }
}
