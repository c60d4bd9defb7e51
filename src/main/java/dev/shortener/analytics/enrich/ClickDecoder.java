package dev.shortener.analytics.enrich;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.RawRecord;
import dev.shortener.analytics.event.Rejection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of a record into a click, or says why they cannot be one. Thread-safe; no tree. Events as nearly all are written
 * are read in one pass over the bytes, see {@link PlainEvent}; all others by a JSON parser.
 *
 * <p>Every input has exactly one result and none throws. Where a record has several faults, one of the text as a whole (not UTF-8,
 * not JSON, too deep) is reported before one of a member. A byte order mark is skipped. Flat events and CloudEvents in structured
 * mode are told apart by {@code specversion} beside an object {@code data}, in either order.
 */
public final class ClickDecoder {

    /** Longest record that is read, in bytes. */
    public static final int MAX_RECORD_BYTES = 64 * 1024;

    private static final int MAX_DEPTH = 32;

    private static final JsonFactory JSON = jsonFactory();

    private final InstantSource clock;

    /**
     * @param clock says when now is, for clicks from the future
     */
    public ClickDecoder(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @param record its value and its {@code ce_id} header are read
     * @return a click or a rejection
     */
    public Decoded decode(RawRecord record) {
        return decode(record.value(), record.eventId());
    }

    /**
     * @param value not written to; null for a tombstone
     * @param headerEventId the CloudEvents header {@code ce_id}; null if absent
     * @return a click or a rejection
     */
    public Decoded decode(byte @Nullable [] value, @Nullable String headerEventId) {
        if (value == null || value.length == 0) {
            return new Decoded.Rejected(Fault.empty());
        }
        if (value.length > MAX_RECORD_BYTES) {
            return new Decoded.Rejected(Fault.recordTooLarge(value.length, MAX_RECORD_BYTES));
        }
        TimeRange range = TimeRange.upTo(clock.instant());
        boolean hasHeader = headerEventId != null && !headerEventId.isEmpty();
        ClickEvent plain = hasHeader ? null : PlainEvent.read(value, range);
        return plain != null ? new Decoded.Click(plain) : decodeAnything(value, headerEventId, range);
    }

    /** All that JSON can be, and what is no JSON. */
    static Decoded decodeAnything(byte[] value, @Nullable String headerEventId, TimeRange range) {
        int invalid = StrictUtf8.firstInvalid(value);
        return invalid >= 0 ? new Decoded.Rejected(Fault.notUtf8(invalid)) : parse(value, headerEventId, range);
    }

    private static Decoded parse(byte[] value, @Nullable String headerEventId, TimeRange range) {
        try (JsonParser json = JSON.createParser(value)) {
            Envelope envelope = new Envelope(range, headerEventId);
            Rejection rejection = readDocument(json, envelope);
            return rejection == null ? envelope.toDecoded() : new Decoded.Rejected(rejection);
        } catch (StreamConstraintsException tooDeep) {
            return new Decoded.Rejected(Fault.tooDeep(MAX_DEPTH));
        } catch (JsonEOFException truncated) {
            return new Decoded.Rejected(Fault.truncated());
        } catch (JsonProcessingException malformed) {
            return new Decoded.Rejected(Fault.notJson(byteOffset(malformed)));
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory failed", impossible);
        }
    }

    private static @Nullable Rejection readDocument(JsonParser json, Envelope envelope) throws IOException {
        JsonToken first = json.nextToken();
        if (first == null) {
            return Fault.empty();
        }
        if (first != JsonToken.START_OBJECT) {
            json.skipChildren();
            return trailing(json, Fault.notAnObject());
        }
        String name;
        while ((name = json.nextFieldName()) != null) {
            json.nextToken();
            envelope.read(name, json);
        }
        return trailing(json, null);
    }

    /** What follows the document is a worse fault than any in it. */
    private static @Nullable Rejection trailing(JsonParser json, @Nullable Rejection otherwise) throws IOException {
        boolean more = json.nextToken() != null;
        return more ? Fault.trailing(json.currentTokenLocation().getByteOffset()) : otherwise;
    }

    private static long byteOffset(JsonProcessingException malformed) {
        return malformed.getLocation() == null ? 0 : malformed.getLocation().getByteOffset();
    }

    private static JsonFactory jsonFactory() {
        return JsonFactory.builder()
                // Names come from outside: kept out of the JVM's string table, and no reason to fail when they collide.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .streamReadConstraints(onlyDepthLimits())
                .recyclerPool(JsonRecyclerPools.threadLocalPool())
                .build();
    }

    /** The other limits are as large as a record, so that depth is the only one ever hit. */
    private static StreamReadConstraints onlyDepthLimits() {
        return StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(MAX_RECORD_BYTES)
                .maxNameLength(MAX_RECORD_BYTES)
                .maxStringLength(MAX_RECORD_BYTES)
                .build();
    }
}
