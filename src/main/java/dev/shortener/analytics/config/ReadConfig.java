package dev.shortener.analytics.config;

import java.time.Duration;

/**
 * How counts are read from the database. Immutable.
 *
 * @param database where they are; its role needs no more than to look
 * @param connections most connections that reading takes, 1 to 100
 * @param statementTimeout after which a question is given up, 10 ms to 1 min
 */
public record ReadConfig(DatabaseConfig database, int connections, Duration statementTimeout) {

    static final Range CONNECTIONS = new Range(1, 100);
    static final DurationRange STATEMENT_TIMEOUT = new DurationRange(Duration.ofMillis(10), Duration.ofMinutes(1));

    public ReadConfig {
        CONNECTIONS.require("connections", connections);
        STATEMENT_TIMEOUT.require("statementTimeout", statementTimeout);
    }
}
