package dev.shortener.analytics.house.bad.app;

import dev.shortener.analytics.house.bad.demo.Broker;
import org.apache.kafka.common.KafkaException;

/** Takes the demo into production, and Kafka to where no command is. */
public record Shop(Broker broker, KafkaException failure) {}
