package dev.shortener.analytics.bus;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Appends values to a buffer: numbers in as few bytes as they need, texts and arrays behind their length. For one thread. */
final class WireWriter {

    private static final int PAYLOAD_BITS = 7;
    private static final int PAYLOAD = 0x7f;
    private static final int MORE = 0x80;

    private final Buffer buffer;

    WireWriter(Buffer buffer) {
        this.buffer = buffer;
    }

    /** A number from 0 on takes a byte for each seven bits; a negative one takes ten. */
    WireWriter number(long value) {
        long rest = value;
        while ((rest & ~PAYLOAD) != 0) {
            buffer.appendByte((byte) ((rest & PAYLOAD) | MORE));
            rest >>>= PAYLOAD_BITS;
        }
        buffer.appendByte((byte) rest);
        return this;
    }

    WireWriter text(String value) {
        return optionalBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    WireWriter optionalText(@Nullable String value) {
        return optionalBytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    /** Null is 0, and everything else is one byte longer than it is. */
    WireWriter optionalBytes(byte @Nullable [] value) {
        if (value == null) {
            return number(0);
        }
        number(value.length + 1L);
        buffer.appendBytes(value);
        return this;
    }
}
