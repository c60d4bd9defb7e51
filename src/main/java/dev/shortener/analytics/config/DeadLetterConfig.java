package dev.shortener.analytics.config;

import org.jspecify.annotations.Nullable;

/**
 * Where rejected records go, and how much of the client they keep. Immutable.
 *
 * @param topic name of the dead-letter topic, legal in Kafka; by default the topic's name and {@code .dlq}
 * @param privacy what becomes of addresses
 * @param key to encrypt with and to decrypt with; null if none is configured, which only {@link Privacy#ENCRYPT} forbids
 */
public record DeadLetterConfig(String topic, Privacy privacy, @Nullable DeadLetterKey key) {

    /** What becomes of the addresses in a rejected record. */
    public enum Privacy {
        /** They stay. */
        KEEP,
        /** They are cut to their networks. */
        REDACT,
        /** The whole record is encrypted. */
        ENCRYPT
    }

    public DeadLetterConfig {
        KafkaNames.requireTopic(topic);
        if (privacy == Privacy.ENCRYPT && key == null) {
            throw new IllegalArgumentException("nothing can be encrypted without a key");
        }
    }

    /** Addresses are redacted and there is no key, as by default. */
    public DeadLetterConfig(String topic) {
        this(topic, Privacy.REDACT, null);
    }
}
