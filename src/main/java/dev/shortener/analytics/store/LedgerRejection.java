package dev.shortener.analytics.store;

import java.time.Instant;

/**
 * A record that the ledger knows as rejected. Immutable.
 *
 * @param topicId UUID of the topic that it first stood in, as Kafka writes it
 * @param partition in which it first stood
 * @param offset at which it first stood
 * @param rejectedAt by the database's clock, before its dead letter was published
 */
public record LedgerRejection(String topicId, int partition, long offset, Instant rejectedAt) {}
