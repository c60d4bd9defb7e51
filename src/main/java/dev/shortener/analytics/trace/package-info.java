/** What becomes of records and batches, as spans of OpenTelemetry; its classes are in no other room. */
@NullMarked
package dev.shortener.analytics.trace;

import org.jspecify.annotations.NullMarked;
