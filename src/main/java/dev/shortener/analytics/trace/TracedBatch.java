package dev.shortener.analytics.trace;

/**
 * A batch, as spans describe it. Immutable.
 *
 * @param topic its records come from
 * @param partition of the topic
 * @param records how many
 * @param firstOffset of its first record
 */
public record TracedBatch(String topic, int partition, int records, long firstOffset) {}
