package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.Reason;
import dev.shortener.analytics.event.Rejection;

/** The sentences with which records are rejected. Stateless. None ever quotes an address, a user agent or a referer. */
final class Fault {

    private static final int QUOTED_CHARS = 40;

    private Fault() {}

    static Rejection empty() {
        return new Rejection(Reason.EMPTY, null, "the record has no value; a JSON object is expected");
    }

    static Rejection recordTooLarge(long bytes, int maxBytes) {
        return new Rejection(
                Reason.TOO_LARGE, null, "the record has " + bytes + " bytes; at most " + maxBytes + " are read");
    }

    static Rejection notUtf8(int at) {
        return malformed("not UTF-8 at byte " + at);
    }

    static Rejection notJson(long at) {
        return malformed("not JSON at byte " + at);
    }

    static Rejection truncated() {
        return malformed("the JSON ends in the middle");
    }

    static Rejection trailing(long at) {
        return malformed("something follows the JSON object at byte " + at);
    }

    static Rejection tooDeep(int maxDepth) {
        return new Rejection(Reason.TOO_DEEP, null, "nested deeper than " + maxDepth + " objects and arrays");
    }

    static Rejection notAnObject() {
        return new Rejection(Reason.NOT_AN_OBJECT, null, "the JSON is not an object");
    }

    static Rejection missing(String field) {
        return new Rejection(Reason.MISSING_FIELD, field, field + " is required, and absent, null or empty");
    }

    static Rejection wrongType(String field, String allowed) {
        return new Rejection(Reason.INVALID_FIELD, field, field + " must be " + allowed);
    }

    static Rejection illFormed(String field) {
        return new Rejection(Reason.INVALID_FIELD, field, field + " has half of a surrogate pair");
    }

    static Rejection shortCodeCharacters(String code) {
        return new Rejection(
                Reason.INVALID_FIELD, "short_code", "short_code " + quoted(code) + " must be of [A-Za-z0-9_-] alone");
    }

    static Rejection tooLong(String field, int maxChars) {
        return new Rejection(Reason.TOO_LARGE, field, field + " is longer than " + maxChars + " characters");
    }

    static Rejection notWhole(String number) {
        return new Rejection(
                Reason.INVALID_FIELD,
                "timestamp",
                "timestamp " + quoted(number) + " has a fraction; whole seconds since 1970 are expected");
    }

    static Rejection timestampOutOfRange(String number, String hint) {
        return new Rejection(
                Reason.OUT_OF_RANGE,
                "timestamp",
                "timestamp " + quoted(number) + hint
                        + "; seconds since 1970 are expected, from 2000-01-01 to one day from now");
    }

    private static Rejection malformed(String message) {
        return new Rejection(Reason.MALFORMED_JSON, null, message);
    }

    /** Printable ASCII alone, so that a value can neither break a log line nor hide in it. */
    private static String quoted(String value) {
        String head = value.length() <= QUOTED_CHARS ? value : value.substring(0, QUOTED_CHARS) + "...";
        StringBuilder quoted = new StringBuilder(head.length() + 2).append('"');
        head.chars().forEach(c -> quoted.append(c < ' ' || c > '~' || c == '"' ? '?' : (char) c));
        return quoted.append('"').toString();
    }
}
