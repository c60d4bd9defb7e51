package dev.shortener.analytics.config;

import java.time.Duration;

/**
 * How records travel from the topic to the table, and how many may be under way. Immutable.
 *
 * @param maxRecords most records of one batch, which is one statement: 1 to 5,000
 * @param maxInFlightRecords most records that one consumer has read and not yet settled, at least {@code maxRecords}. One more
 *     batch may be added to what is below this bound
 * @param maxInFlightBytes the same bound in bytes of the records' values, 1 MiB or more
 * @param statementTimeout deadline of one statement, after which its connection is closed and the batch sent again
 * @param commitInterval time between two commits of what has been settled
 * @param drainTimeout most time that a stop may take, 1 to 25 s
 */
public record BatchConfig(
        int maxRecords,
        int maxInFlightRecords,
        long maxInFlightBytes,
        Duration statementTimeout,
        Duration commitInterval,
        Duration drainTimeout) {}
