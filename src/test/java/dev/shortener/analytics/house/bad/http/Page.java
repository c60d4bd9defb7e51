package dev.shortener.analytics.house.bad.http;

import dev.shortener.analytics.house.bad.kafka.OffsetTracker;
import io.vertx.sqlclient.Row;
import kafka.server.KafkaConfig;

/** Shows offsets, reads rows, and starts a broker. */
public record Page(OffsetTracker tracker, Row row, KafkaConfig broker) {}
