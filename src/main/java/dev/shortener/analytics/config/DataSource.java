package dev.shortener.analytics.config;

import java.util.List;

/**
 * What a connection string says. Immutable.
 *
 * @param database the connection
 * @param notices what in the string has no effect, one sentence each
 */
record DataSource(DatabaseConfig database, List<String> notices) {}
