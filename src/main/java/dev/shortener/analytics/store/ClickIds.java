package dev.shortener.analytics.store;

import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.Position;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

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

    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(ClickIds::sha256);

    private ClickIds() {}

    /**
     * @param click the decoded click
     * @param position where its record stands, or first stood if it is a replayed dead letter
     * @return the id of its row
     */
    public static UUID of(ClickEvent click, Position position) {
        String eventId = click.eventId();
        byte[] identity = eventId == null ? byPosition(position) : byEventId(eventId, click);
        byte[] hash = SHA_256.get().digest(identity);
        return assemble(click.clickedAt().toEpochMilli(), ByteBuffer.wrap(hash));
    }

    private static byte[] byEventId(String eventId, ClickEvent click) {
        byte[] code = utf8(click.shortCode());
        byte[] id = utf8(eventId);
        return ByteBuffer.allocate(1 + Long.BYTES + 1 + code.length + id.length)
                .put(BY_EVENT_ID)
                .putLong(click.clickedAt().getEpochSecond())
                .put((byte) code.length)
                .put(code)
                .put(id)
                .array();
    }

    private static byte[] byPosition(Position position) {
        byte[] cluster = utf8(position.topic().clusterId());
        byte[] topic = utf8(position.topic().topicId());
        return ByteBuffer.allocate(1 + Integer.BYTES + Long.BYTES + 1 + cluster.length + topic.length)
                .put(BY_POSITION)
                .putInt(position.partition())
                .putLong(position.offset())
                .put((byte) cluster.length)
                .put(cluster)
                .put(topic)
                .array();
    }

    private static UUID assemble(long millis, ByteBuffer hash) {
        long version = 0x8000L;
        long variant = 0x8000_0000_0000_0000L;
        long high = (millis << 16) | version | (hash.getLong() & 0x0FFFL);
        long low = variant | (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL);
        return new UUID(high, low);
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
