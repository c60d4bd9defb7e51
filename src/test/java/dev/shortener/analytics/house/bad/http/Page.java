package dev.shortener.analytics.house.bad.http;

import dev.shortener.analytics.house.bad.kafka.OffsetTracker;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import io.vertx.sqlclient.Row;
import kafka.server.KafkaConfig;

/** Shows offsets, reads rows, starts a broker, and joins a cluster. */
public record Page(OffsetTracker tracker, Row row, KafkaConfig broker, HazelcastClusterManager cluster) {}
