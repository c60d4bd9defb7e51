package dev.shortener.analytics.event;

import org.jspecify.annotations.Nullable;

/**
 * Bad data, as a value: why one record cannot be a click. Immutable.
 *
 * @param reason one of the fixed set
 * @param field name of the member at fault; null if the whole record is
 * @param message one sentence saying what is wrong and what is allowed. It may carry a short code or a timestamp, never an
 *     address, a user agent or a referer
 */
public record Rejection(Reason reason, @Nullable String field, String message) {}
