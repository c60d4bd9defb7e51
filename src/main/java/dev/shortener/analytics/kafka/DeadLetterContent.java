package dev.shortener.analytics.kafka;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What a dead letter keeps of the record: all that could tell who clicked. Immutable.
 *
 * @param key the record's key, not written to
 * @param value the record's value, not written to; null for a tombstone
 * @param headers those of the record, without ours
 */
@SuppressWarnings("ArrayRecordComponent") // bytes that are handed on
public record DeadLetterContent(byte @Nullable [] key, byte @Nullable [] value, List<LetterHeader> headers) {

    public DeadLetterContent(byte @Nullable [] key, byte @Nullable [] value, List<LetterHeader> headers) {
        this.key = key;
        this.value = value;
        this.headers = List.copyOf(headers);
    }

    static DeadLetterContent of(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        List<LetterHeader> theirs = new ArrayList<>();
        for (Header header : headers) {
            if (!header.key().startsWith(RecordHeaders.OURS)) {
                theirs.add(new LetterHeader(header.key(), header.value()));
            }
        }
        return new DeadLetterContent(key, value, theirs);
    }

    /** Bytes of the value; 0 without one. */
    int length() {
        return value == null ? 0 : value.length;
    }

    /** The text of the last header of that name; empty if there is none. */
    public Optional<String> header(String name) {
        byte[] last = null;
        for (LetterHeader header : headers) {
            last = header.name().equals(name) ? header.value() : last;
        }
        return last == null ? Optional.empty() : Optional.of(new String(last, StandardCharsets.UTF_8));
    }

    /** At most so many bytes of key and value each, without headers. */
    DeadLetterContent cut(int bytes) {
        return new DeadLetterContent(beginning(key, bytes), beginning(value, bytes), List.of());
    }

    /** The same without addresses; a header of ours says so if the id of the event had one and is another id now. */
    DeadLetterContent redacted() {
        boolean identityChanged = false;
        List<LetterHeader> shown = new ArrayList<>();
        for (LetterHeader header : headers) {
            AddressRedactor.Redacted redacted = redacted(header.value());
            boolean changed = redacted != null && !Arrays.equals(redacted.bytes(), header.value());
            identityChanged |= changed && header.name().equals(RecordHeaders.CLOUD_EVENT_ID);
            shown.add(new LetterHeader(
                    AddressRedactor.redact(header.name()), redacted == null ? null : redacted.bytes()));
        }
        AddressRedactor.Redacted shownKey = redacted(key);
        AddressRedactor.Redacted shownValue = redacted(value);
        identityChanged |= shownValue != null && shownValue.identityChanged();
        DeadLetterContent content = new DeadLetterContent(
                shownKey == null ? null : shownKey.bytes(), shownValue == null ? null : shownValue.bytes(), shown);
        return identityChanged ? content.with(DeadLetterFormat.IDENTITY, DeadLetterFormat.REDACTED) : content;
    }

    private static AddressRedactor.@Nullable Redacted redacted(byte @Nullable [] bytes) {
        return bytes == null ? null : AddressRedactor.redact(bytes);
    }

    /** The same with one header more. */
    DeadLetterContent with(String name, String text) {
        List<LetterHeader> more = new ArrayList<>(headers);
        more.add(new LetterHeader(name, text.getBytes(StandardCharsets.UTF_8)));
        return new DeadLetterContent(key, value, more);
    }

    private static byte @Nullable [] beginning(byte @Nullable [] whole, int bytes) {
        return whole == null || whole.length <= bytes ? whole : Arrays.copyOf(whole, bytes);
    }

    /** All of it as bytes, for {@link #fromBytes}. */
    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(length() + 256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(key, out);
            write(value, out);
            out.writeInt(headers.size());
            for (LetterHeader header : headers) {
                write(header.name().getBytes(StandardCharsets.UTF_8), out);
                write(header.value(), out);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * @throws IOException if that is not what {@link #toBytes} made
     */
    static DeadLetterContent fromBytes(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte[] key = read(in);
            byte[] value = read(in);
            List<LetterHeader> headers = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                byte[] name = read(in);
                headers.add(new LetterHeader(name == null ? "" : new String(name, StandardCharsets.UTF_8), read(in)));
            }
            return new DeadLetterContent(key, value, headers);
        }
    }

    private static void write(byte @Nullable [] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes == null ? -1 : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    private static byte @Nullable [] read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length > in.available()) {
            throw new IOException("it ends in the middle");
        }
        return length < 0 ? null : in.readNBytes(length);
    }

    /** Names none of it. */
    @Override
    public String toString() {
        return "DeadLetterContent[" + length() + " bytes]";
    }
}
