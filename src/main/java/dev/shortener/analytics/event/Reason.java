package dev.shortener.analytics.event;

import java.util.Locale;

/** Why a record cannot be a click. The set is fixed: it labels a metric and a header of every dead letter. */
public enum Reason {
    /** No value, or an empty one. */
    EMPTY,
    /** Not UTF-8, not JSON, or JSON followed by something else. */
    MALFORMED_JSON,
    /** JSON, but not an object. */
    NOT_AN_OBJECT,
    /** A required member is absent, null or empty. */
    MISSING_FIELD,
    /** A member has the wrong type or characters. */
    INVALID_FIELD,
    /** A member has the right type, and a value that cannot be. */
    OUT_OF_RANGE,
    /** The record or a member is longer than is read. */
    TOO_LARGE,
    /** Objects or arrays nested deeper than is read. */
    TOO_DEEP,
    /** The database refuses this row whatever else is in its batch (SQLSTATE classes 22 and 23). */
    REFUSED_BY_DATABASE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** As written in headers, logs and metrics: {@code malformed_json}. */
    public String label() {
        return label;
    }
}
