package dev.shortener.analytics.trace;

import io.opentelemetry.api.trace.Span;

/**
 * The span of one record, in the trace of its sender. Immutable; the span is ended once.
 *
 * @param offset of the record
 */
record OpenRecord(long offset, Span span) {}
