package dev.shortener.analytics.config;

import java.time.Duration;

/**
 * How records travel from the topic to the table, and how many may be under way. Immutable.
 *
 * @param maxRecords most records of one batch, which is one statement: 1 to 5,000
 * @param maxInFlightRecords most records that one consumer has read and not yet settled, at least {@code maxRecords}, at most
 *     1,000,000. One more batch may be added to what is below this bound
 * @param maxInFlightBytes the same bound in bytes of the records' values, 1 MiB to 16 GiB
 * @param statementTimeout deadline of one statement, after which its connection is closed and the batch sent again, 100 ms to
 *     10 min
 * @param commitInterval time between two commits of what has been settled, 10 ms to 1 min
 * @param drainTimeout most time that a stop may take, 1 to 25 s
 */
public record BatchConfig(
        int maxRecords,
        int maxInFlightRecords,
        long maxInFlightBytes,
        Duration statementTimeout,
        Duration commitInterval,
        Duration drainTimeout) {

    static final Range MAX_RECORDS = new Range(1, 5_000);
    static final Range MAX_IN_FLIGHT_RECORDS = new Range(1, 1_000_000);
    static final Range MAX_IN_FLIGHT_BYTES = new Range(1L << 20, 1L << 34);
    static final DurationRange STATEMENT_TIMEOUT = new DurationRange(Duration.ofMillis(100), Duration.ofMinutes(10));
    static final DurationRange COMMIT_INTERVAL = new DurationRange(Duration.ofMillis(10), Duration.ofMinutes(1));
    static final DurationRange DRAIN_TIMEOUT = new DurationRange(Duration.ofSeconds(1), Duration.ofSeconds(25));

    public BatchConfig {
        MAX_RECORDS.require("maxRecords", maxRecords);
        new Range(maxRecords, MAX_IN_FLIGHT_RECORDS.max()).require("maxInFlightRecords", maxInFlightRecords);
        MAX_IN_FLIGHT_BYTES.require("maxInFlightBytes", maxInFlightBytes);
        STATEMENT_TIMEOUT.require("statementTimeout", statementTimeout);
        COMMIT_INTERVAL.require("commitInterval", commitInterval);
        DRAIN_TIMEOUT.require("drainTimeout", drainTimeout);
    }
}
