package dev.shortener.analytics.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Topics of clicks, each partition with as many as the next, and how far a group has come in them. For one thread. */
final class Topics implements AutoCloseable {

    static final int PARTITIONS = 8;

    private static final Duration READY = Duration.ofSeconds(30);

    private final String brokers;
    private final Admin admin;

    Topics(String brokers) {
        this.brokers = brokers;
        this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers));
    }

    /** Makes a topic of {@link #PARTITIONS} partitions; returns when its leaders answer for it. */
    void create(String topic) {
        create(topic, PARTITIONS);
    }

    void create(String topic, int partitions) {
        get(admin.createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty())))
                .all());
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        Wait.until(READY, () -> ends(ends));
    }

    /** Empty while the broker does not know of a topic that it has made. */
    private Optional<Map<TopicPartition, ListOffsetsResultInfo>> ends(Map<TopicPartition, OffsetSpec> asked) {
        try {
            return Optional.of(get(admin.listOffsets(asked).all()));
        } catch (IllegalStateException failed) {
            if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    void delete(String topic) {
        get(admin.deleteTopics(List.of(topic)).all());
    }

    /** Sends as many events; returns when the broker has them. */
    void fill(String topic, long events, Supplier<byte[]> source) {
        fill(topic, PARTITIONS, events, source);
    }

    void fill(String topic, int partitions, long events, Supplier<byte[]> source) {
        try (KafkaProducer<byte[], byte[]> producer = producer(100)) {
            for (long event = 0; event < events; event++) {
                send(producer, new ProducerRecord<>(topic, (int) (event % partitions), null, source.get()));
            }
        }
    }

    /**
     * @param lingerMillis how long it waits for more
     */
    KafkaProducer<byte[], byte[]> producer(int lingerMillis) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, lingerMillis);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** The n-th record of a topic: partitions take turns. */
    static ProducerRecord<byte[], byte[]> record(String topic, long number, byte[] event) {
        return new ProducerRecord<>(topic, (int) (number % PARTITIONS), null, event);
    }

    static void send(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        var unused = producer.send(record, (sent, failed) -> {
            if (failed != null) {
                throw new IllegalStateException("a click could not be sent", failed);
            }
        });
    }

    /** How many records a group has committed, in all partitions together. */
    long committed(String group) {
        return get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()).values().stream()
                .filter(Objects::nonNull)
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }

    @Override
    public void close() {
        admin.close();
    }

    private static <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
