package dev.shortener.analytics.trace;

import dev.shortener.analytics.event.TraceContext;

/**
 * A record that its sender sampled. Immutable.
 *
 * @param offset in its partition
 * @param bytes of its value
 * @param sender the span that sent it
 */
public record TracedRecord(long offset, int bytes, TraceContext sender) {}
