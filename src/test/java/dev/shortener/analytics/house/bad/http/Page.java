package dev.shortener.analytics.house.bad.http;

import dev.shortener.analytics.house.bad.kafka.OffsetTracker;
import io.opentelemetry.api.trace.Span;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import io.vertx.sqlclient.Row;
import kafka.server.KafkaConfig;

/** Shows offsets, reads rows, starts a broker, joins a cluster, and is traced. */
public record Page(OffsetTracker tracker, Row row, KafkaConfig broker, HazelcastClusterManager cluster, Span span) {}
