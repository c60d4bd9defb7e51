package dev.shortener.analytics.event;

/**
 * Where a record stands in Kafka: together with the cluster, its identity. Immutable.
 *
 * @param topic which topic
 * @param partition from 0
 * @param offset from 0
 */
public record Position(TopicIdentity topic, int partition, long offset) {}
