package dev.shortener.analytics.kafka;

import dev.shortener.analytics.config.ConfigLoader;
import dev.shortener.analytics.config.KafkaConfig;
import dev.shortener.analytics.event.TopicIdentity;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Partitions and records for tests of what is done with them. */
final class TestPartitions {

    static final TopicIdentity TOPIC = new TopicIdentity("cluster", "clicks", "topic-id");
    static final TopicPartition FIRST = new TopicPartition("clicks", 0);
    static final TopicPartition SECOND = new TopicPartition("clicks", 1);

    private TestPartitions() {}

    /** An assignment of both partitions. */
    static Assignment both() {
        return both(InstantSource.system());
    }

    /** The same, with a clock that says when a record was read. */
    static Assignment both(InstantSource clock) {
        Assignment assignment = new Assignment(clock);
        assignment.begin(Set.of(FIRST, SECOND), Future.succeededFuture(TOPIC));
        return assignment;
    }

    /** As it is committed. */
    static OffsetAndMetadata position(long offset) {
        return new OffsetAndMetadata(offset, TOPIC.topicId());
    }

    /** Records of the first partition. */
    static List<ConsumerRecord<byte[], byte[]>> records(long from, int count) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(count);
        for (long offset = from; offset < from + count; offset++) {
            records.add(new ConsumerRecord<>(
                    FIRST.topic(), FIRST.partition(), offset, null, "{}".getBytes(StandardCharsets.UTF_8)));
        }
        return records;
    }

    /** The keys that must be given, with more that may replace them. */
    static KafkaConfig config(Map<String, Object> more) {
        Map<String, Object> file = new HashMap<>(Map.of(
                "Brokers", List.of("127.0.0.1:9092"),
                "Group", "g",
                "Topic", "clicks",
                "DataSource", "postgres://u@localhost/d?sslmode=disable"));
        file.putAll(more);
        return ConfigLoader.load(file, Map.of(), Map.of()).kafka();
    }
}
