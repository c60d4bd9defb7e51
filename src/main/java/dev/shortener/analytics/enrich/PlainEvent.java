package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.ClientHints;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event as nearly all are written: one object of a click's members, each a text of plain ASCII without escapes or a whole number,
 * and within its limits. Confined to one reading.
 *
 * <p>It never says that something is wrong: what it does not take is read again by a JSON parser, which knows all of the grammar and finds
 * words for faults. What it takes, it reads as that parser does, in a fraction of the time and without an object but the result.
 */
final class PlainEvent {

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = LOW_BITS << 7;
    private static final long SPACES = LOW_BITS * ' ';
    private static final long QUOTES = LOW_BITS * '"';
    private static final long BACKSLASHES = LOW_BITS * '\\';

    /** The number of digits of every time that a click can have, until the year 2286. */
    private static final int TIMESTAMP_DIGITS = 10;

    private static final int NONE = -1;

    private static final List<String> NAMES =
            List.of("short_code", "timestamp", "ip", "user_agent", "referer", "event_id");

    private final byte[] json;
    private final TimeRange range;
    private int at;
    private int namesRead;
    private String shortCode = "";
    private long timestamp = NONE;
    private String ip = "";
    private String userAgent = "";
    private String referer = "";
    private String eventId = "";

    private PlainEvent(byte[] json, TimeRange range) {
        this.json = json;
        this.range = range;
    }

    /**
     * @param json read only
     * @param range of its time
     * @return null if it is not as nearly all are
     */
    static @Nullable ClickEvent read(byte[] json, TimeRange range) {
        PlainEvent event = new PlainEvent(json, range);
        return event.readObject() ? event.toEvent() : null;
    }

    private @Nullable ClickEvent toEvent() {
        boolean isWithinLimits = ClickMembers.isShortCode(shortCode)
                && range.contains(timestamp)
                && userAgent.length() <= ClickMembers.MAX_USER_AGENT_CHARS
                && referer.length() <= ClickMembers.MAX_REFERER_CHARS
                && eventId.length() <= ClickMembers.MAX_EVENT_ID_CHARS;
        return isWithinLimits
                ? new ClickEvent(
                        shortCode,
                        Instant.ofEpochSecond(timestamp),
                        ip,
                        userAgent,
                        referer,
                        ClientHints.NONE,
                        eventId.isEmpty() ? null : eventId)
                : null;
    }

    private boolean readObject() {
        if (!passes('{')) {
            return false;
        }
        do {
            if (!readMember()) {
                return false;
            }
        } while (passes(','));
        return passes('}') && isAtEnd();
    }

    private boolean readMember() {
        String name = passes('"') ? readName() : null;
        if (name == null || !passes(':')) {
            return false;
        }
        if (name.equals("timestamp")) {
            timestamp = readTimestamp();
            return timestamp != NONE;
        }
        String text = passes('"') ? readText() : null;
        return text != null && keep(name, text);
    }

    private boolean keep(String name, String text) {
        switch (name) {
            case "short_code" -> shortCode = text;
            case "ip" -> ip = text;
            case "user_agent" -> userAgent = text;
            case "referer" -> referer = text;
            case "event_id" -> eventId = text;
            default -> {
                return false;
            }
        }
        return true;
    }

    /** One of the members' names, and not a copy of it; null if it is none, or has been read before. */
    private @Nullable String readName() {
        for (int number = 0; number < NAMES.size(); number++) {
            String name = NAMES.get(number);
            if (isNext(name)) {
                at += name.length() + 1;
                boolean isRepeated = (namesRead & (1 << number)) != 0;
                namesRead |= 1 << number;
                return isRepeated ? null : name;
            }
        }
        return null;
    }

    /** Whether what comes is this name, and the quotation mark at its end. */
    private boolean isNext(String name) {
        int end = at + name.length();
        if (end >= json.length || json[end] != '"') {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (json[at + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Up to the quotation mark, and past it; null if anything stands before it that a text of plain ASCII does not have. */
    private @Nullable String readText() {
        int start = at;
        int end = endOfText(start);
        if (end == json.length || json[end] != '"') {
            return null;
        }
        at = end + 1;
        return start == end ? "" : new String(json, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** Where the first byte stands that is not plain: a quotation mark, a backslash, a control or what is not ASCII. */
    private int endOfText(int start) {
        int from = start;
        while (from + Long.BYTES <= json.length) {
            long special = special((long) EIGHT_BYTES.get(json, from));
            if (special != 0) {
                return from + Long.numberOfTrailingZeros(special) / Byte.SIZE;
            }
            from += Long.BYTES;
        }
        while (from < json.length && special((json[from] & 0xFFL) | (SPACES << Byte.SIZE)) == 0) {
            from++;
        }
        return from;
    }

    /**
     * The high bits of bytes that are not plain. As a borrow may run from such a byte to those above it, only the lowest can be trusted.
     */
    private static long special(long eight) {
        return (eight | (eight - SPACES) | ((eight ^ QUOTES) - LOW_BITS) | ((eight ^ BACKSLASHES) - LOW_BITS))
                & HIGH_BITS;
    }

    private long readTimestamp() {
        skipSpace();
        int end = at + TIMESTAMP_DIGITS;
        if (end >= json.length || json[at] == '0') {
            return NONE;
        }
        long number = 0;
        for (; at < end; at++) {
            int digit = json[at] - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            number = number * 10 + digit;
        }
        boolean isLonger = json[end] != ',' && json[end] != '}' && !isSpace(json[end]);
        return isLonger ? NONE : number;
    }

    private boolean passes(char expected) {
        skipSpace();
        if (at < json.length && json[at] == expected) {
            at++;
            return true;
        }
        return false;
    }

    private boolean isAtEnd() {
        skipSpace();
        return at == json.length;
    }

    private void skipSpace() {
        while (at < json.length && isSpace(json[at])) {
            at++;
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
