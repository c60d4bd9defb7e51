package dev.shortener.analytics.bus;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link WireWriter} wrote. For one thread.
 *
 * <p>What comes from another node is not believed: a length that goes past the buffer, or a number without an end, is an {@link
 * IllegalArgumentException}.
 */
final class WireReader {

    private static final int PAYLOAD_BITS = 7;
    private static final int PAYLOAD = 0x7f;

    private final Buffer buffer;
    private int position;

    /**
     * @param position where the first value stands
     */
    WireReader(Buffer buffer, int position) {
        this.buffer = buffer;
        this.position = position;
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += PAYLOAD_BITS) {
            byte next = nextByte();
            value |= (long) (next & PAYLOAD) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number has no end at byte " + position);
    }

    /**
     * A number of things that follow, each of a byte at least.
     *
     * @throws IllegalArgumentException if there cannot be so many
     */
    int count() {
        long count = number();
        if (count < 0 || count > buffer.length() - position) {
            throw new IllegalArgumentException(
                    count + " values at byte " + position + " of " + buffer.length() + " cannot be");
        }
        return (int) count;
    }

    String text() {
        return Objects.requireNonNull(optionalText(), "a text is absent");
    }

    @Nullable
    String optionalText() {
        byte[] bytes = optionalBytes();
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    byte @Nullable [] optionalBytes() {
        long announced = number();
        if (announced == 0) {
            return null;
        }
        long length = announced - 1;
        if (length < 0 || length > buffer.length() - position) {
            throw new IllegalArgumentException(
                    length + " bytes at byte " + position + " of " + buffer.length() + " cannot be");
        }
        byte[] bytes = buffer.getBytes(position, position + (int) length);
        position += (int) length;
        return bytes;
    }

    private byte nextByte() {
        if (position >= buffer.length()) {
            throw new IllegalArgumentException("the message ends at byte " + position);
        }
        return buffer.getByte(position++);
    }
}
