package dev.shortener.analytics.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to the topic as they are, keyed by short code so that the clicks of a link stay in order. For one thread, which
 * it may block: when the producer's buffer is full, it waits for the broker.
 */
public final class ClickPublisher implements AutoCloseable {

    private static final JsonFactory JSON = new JsonFactory();

    private final AcknowledgedProducer producer;
    private final String topic;

    /**
     * @param properties of the Kafka clients
     * @param topic to send to
     */
    public ClickPublisher(ClientProperties properties, String topic) {
        this.producer = new AcknowledgedProducer(
                properties, "analytics-publish", "cannot publish to the topic " + topic, failed -> false);
        this.topic = topic;
    }

    /**
     * Sends one event, whatever it is.
     *
     * @param event its bytes, not written to
     * @throws KafkaException if an event before it could not be sent
     */
    public void publish(byte[] event) {
        producer.throwFailure();
        producer.send(new ProducerRecord<>(topic, shortCode(event), event));
    }

    /** How many events all in-sync replicas have. */
    public long acknowledged() {
        return producer.acknowledged();
    }

    /**
     * Blocks until everything sent so far is acknowledged.
     *
     * @throws KafkaException if an event could not be sent
     */
    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }

    /** The key; null, for any partition, if the event has no readable short code. */
    private static byte @Nullable [] shortCode(byte[] event) {
        try (JsonParser json = JSON.createParser(event)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            String name;
            while ((name = json.nextFieldName()) != null) {
                json.nextToken();
                if (name.equals("short_code")) {
                    String code = json.getValueAsString();
                    return code == null ? null : code.getBytes(StandardCharsets.UTF_8);
                }
                json.skipChildren();
            }
            return null;
        } catch (IOException notJson) {
            return null;
        }
    }
}
