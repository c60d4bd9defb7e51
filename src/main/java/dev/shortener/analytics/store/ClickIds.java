package dev.shortener.analytics.store;

import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.event.TopicIdentity;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The id of a click's row: the same click always has the same one, and no two clicks share one. Thread-safe.
 *
 * <p>A UUID of version 8 (RFC 9562, section 5.8): 48 bits of the click's time in milliseconds since 1970, so that rows written
 * together lie together in the index, then 74 bits of a SHA-256. It hashes the producer's own event id with the short code and
 * the time where there is one, and otherwise the position: cluster id, topic id, partition, offset. The hash is a cryptographic
 * one because an event id comes from outside, and whoever could choose colliding ones could make clicks disappear.
 */
public final class ClickIds {

    private static final byte BY_EVENT_ID = 'E';
    private static final byte BY_POSITION = 'P';

    private static final ThreadLocal<Hashing> HASHING = ThreadLocal.withInitial(Hashing::new);

    private ClickIds() {}

    /**
     * @param click the decoded click
     * @param position where its record stands, or first stood if it is a replayed dead letter
     * @return the id of its row
     */
    public static UUID of(ClickEvent click, Position position) {
        String eventId = click.eventId();
        Hashing hashing = HASHING.get();
        ByteBuffer hash = eventId == null ? hashing.byPosition(position) : hashing.byEventId(eventId, click);
        return assemble(click.clickedAt().toEpochMilli(), hash);
    }

    private static UUID assemble(long millis, ByteBuffer hash) {
        long version = 0x8000L;
        long variant = 0x8000_0000_0000_0000L;
        long high = (millis << 16) | version | (hash.getLong(0) & 0x0FFFL);
        long low = variant | (hash.getLong(Long.BYTES) & 0x3FFF_FFFF_FFFF_FFFFL);
        return new UUID(high, low);
    }

    /** Runs for every click, and so keeps what it works with: what an answer holds is overwritten by the next. For one thread. */
    private static final class Hashing {

        private static final int HASH_BYTES = 32;

        private final MessageDigest digest = sha256();
        private final ByteBuffer head = ByteBuffer.allocate(1 + Integer.BYTES + Long.BYTES);
        private final ByteBuffer hash = ByteBuffer.allocate(HASH_BYTES);
        private @Nullable TopicIdentity topic;
        private byte[] topicBytes = {};

        ByteBuffer byEventId(String eventId, ClickEvent click) {
            byte[] code = utf8(click.shortCode());
            head.clear().put(BY_EVENT_ID).putLong(click.clickedAt().getEpochSecond());
            digest.update(head.array(), 0, head.position());
            digest.update((byte) code.length);
            digest.update(code);
            digest.update(utf8(eventId));
            return finished();
        }

        ByteBuffer byPosition(Position position) {
            head.clear().put(BY_POSITION).putInt(position.partition()).putLong(position.offset());
            digest.update(head.array(), 0, head.position());
            digest.update(bytesOf(position.topic()));
            return finished();
        }

        private byte[] bytesOf(TopicIdentity asked) {
            if (!asked.equals(topic)) {
                byte[] cluster = utf8(asked.clusterId());
                byte[] id = utf8(asked.topicId());
                topicBytes = ByteBuffer.allocate(1 + cluster.length + id.length)
                        .put((byte) cluster.length)
                        .put(cluster)
                        .put(id)
                        .array();
                topic = asked;
            }
            return topicBytes;
        }

        private ByteBuffer finished() {
            try {
                digest.digest(hash.array(), 0, HASH_BYTES);
                return hash;
            } catch (DigestException tooShort) {
                throw new IllegalStateException("a SHA-256 has " + HASH_BYTES + " bytes", tooShort);
            }
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform must provide SHA-256", missing);
        }
    }
}
