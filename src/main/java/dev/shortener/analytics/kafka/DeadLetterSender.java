package dev.shortener.analytics.kafka;

import dev.shortener.analytics.event.Position;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;

/**
 * Sends dead letters back to the topic with their origin in headers, so that their rows have the ids of the origin however often they
 * are sent. For one thread, which it may block: when the producer's buffer is full, it waits for the broker.
 */
public final class DeadLetterSender implements AutoCloseable {

    private final AcknowledgedProducer producer;
    private final String topic;

    /**
     * @param properties of the Kafka clients
     * @param topic to send to
     */
    public DeadLetterSender(ClientProperties properties, String topic) {
        this.producer = new AcknowledgedProducer(
                properties,
                "analytics-replay",
                "cannot send dead letters to the topic " + topic,
                failed -> failed instanceof RecordTooLargeException);
        this.topic = topic;
    }

    /**
     * Sends the record of one dead letter.
     *
     * @param origin where it first stood
     * @throws KafkaException if one before it could not be sent
     */
    public void send(DeadLetter letter, Position origin, DeadLetterContent content) {
        producer.throwFailure();
        // Without the timestamp of its origin: a segment of old records alone would be retention's first.
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, content.key(), content.value());
        content.headers().stream()
                .filter(header -> !header.name().startsWith(RecordHeaders.OURS))
                .forEach(header -> record.headers().add(header.name(), header.value()));
        addOrigin(record.headers(), letter, origin);
        producer.send(record);
    }

    private static void addOrigin(Headers record, DeadLetter letter, Position origin) {
        add(record, RecordHeaders.ORIGIN_CLUSTER_ID, origin.topic().clusterId());
        add(record, RecordHeaders.ORIGIN_TOPIC, origin.topic().topic());
        add(record, RecordHeaders.ORIGIN_TOPIC_ID, origin.topic().topicId());
        add(record, RecordHeaders.ORIGIN_PARTITION, Integer.toString(origin.partition()));
        add(record, RecordHeaders.ORIGIN_OFFSET, Long.toString(origin.offset()));
        letter.originTime()
                .ifPresent(time -> add(record, DeadLetterFormat.ORIGIN_TIMESTAMP, Long.toString(time.toEpochMilli())));
        add(record, RecordHeaders.ATTEMPTS, Integer.toString(letter.attempts()));
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** How many records all in-sync replicas have. */
    public long acknowledged() {
        return producer.acknowledged();
    }

    /** How many were too large for the topic now that their origin goes with them; they were not sent. */
    public long tooLarge() {
        return producer.passedOver();
    }

    /**
     * Blocks until everything sent so far is acknowledged.
     *
     * @throws KafkaException if a record could not be sent
     */
    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
