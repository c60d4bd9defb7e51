package dev.shortener.analytics.event;

/**
 * Which topic this is, and not only what it is called: one deleted and created again has the same name and other offsets.
 * Immutable.
 *
 * @param clusterId id of the Kafka cluster
 * @param topic name of the topic
 * @param topicId the UUID that the cluster gave this topic when it was created, as Kafka writes it (22 characters of Base64)
 */
public record TopicIdentity(String clusterId, String topic, String topicId) {}
