package dev.shortener.analytics.kafka;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Sends records, counts those that are acknowledged, and ends with the first that could not be sent. For one thread, which it may
 * block: when its buffer is full, it waits for the broker.
 */
final class AcknowledgedProducer implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final KafkaProducer<byte[], byte[]> producer;
    private final String failureMessage;
    private final Predicate<Exception> isPassedOver;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong passedOver = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /**
     * @param properties of the Kafka clients
     * @param clientId what the brokers know it by
     * @param failureMessage what an exception says before the cause
     * @param isPassedOver failures that are counted, and end nothing
     */
    AcknowledgedProducer(
            ClientProperties properties, String clientId, String failureMessage, Predicate<Exception> isPassedOver) {
        this.producer = new KafkaProducer<>(properties.producer(clientId));
        this.failureMessage = failureMessage;
        this.isPassedOver = isPassedOver;
    }

    /**
     * @throws KafkaException if a record before it could not be sent
     */
    void throwFailure() {
        Exception failed = failure.get();
        if (failed != null) {
            throw new KafkaException(failureMessage + ": " + failed.getMessage(), failed);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback has the result
    void send(ProducerRecord<byte[], byte[]> record) {
        producer.send(record, (sent, failed) -> {
            if (failed == null) {
                acknowledged.incrementAndGet();
            } else if (isPassedOver.test(failed)) {
                passedOver.incrementAndGet();
            } else {
                failure.compareAndSet(null, failed);
            }
        });
    }

    /** How many records all in-sync replicas have. */
    long acknowledged() {
        return acknowledged.get();
    }

    /** How many were not sent, and passed over. */
    long passedOver() {
        return passedOver.get();
    }

    /**
     * Blocks until everything sent so far is acknowledged.
     *
     * @throws KafkaException if a record could not be sent
     */
    void flush() {
        producer.flush();
        throwFailure();
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
