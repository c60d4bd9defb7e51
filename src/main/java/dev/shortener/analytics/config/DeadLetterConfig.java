package dev.shortener.analytics.config;

/**
 * Where rejected records go. Immutable.
 *
 * @param topic name of the dead-letter topic; by default the topic's name and {@code .dlq}
 */
public record DeadLetterConfig(String topic) {}
