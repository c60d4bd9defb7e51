package dev.shortener.analytics.kafka;

import org.jspecify.annotations.Nullable;

/**
 * A header of a record, out of Kafka's hands. Immutable.
 *
 * @param name of it; several may have the same
 * @param value its bytes, not written to; null if it has none
 */
@SuppressWarnings("ArrayRecordComponent") // bytes that are handed on
public record LetterHeader(String name, byte @Nullable [] value) {}
