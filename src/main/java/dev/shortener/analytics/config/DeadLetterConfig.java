package dev.shortener.analytics.config;

/**
 * Where rejected records go. Immutable.
 *
 * @param topic name of the dead-letter topic, legal in Kafka; by default the topic's name and {@code .dlq}
 */
public record DeadLetterConfig(String topic) {

    public DeadLetterConfig {
        KafkaNames.requireTopic(topic);
    }
}
