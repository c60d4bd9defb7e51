package dev.shortener.analytics.chaos;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends numbered clicks at a steady rate until it is stopped, from a thread of its own. Thread-safe. While no broker answers, what it
 * would have sent waits, and is sent at once when one does.
 */
final class Load implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(10);

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final SentLog log = new SentLog();
    private final LongSupplier seconds;
    private final Random random;
    private final Thread sender;
    private final int perSecond;
    private volatile boolean stopping;
    private volatile boolean held;
    private final AtomicInteger next;

    private Load(String brokers, String topic, int first, int perSecond, LongSupplier seconds, long seed) {
        this.topic = topic;
        this.next = new AtomicInteger(first);
        this.perSecond = perSecond;
        this.seconds = seconds;
        this.random = new Random(seed);
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", brokers,
                        "acks", "all",
                        "linger.ms", 5,
                        "metadata.max.age.ms", 1_000,
                        "max.block.ms", 600_000,
                        "request.timeout.ms", 5_000,
                        "delivery.timeout.ms", 600_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.sender = new Thread(this::send, "load");
        this.sender.setDaemon(true);
    }

    /**
     * @param first number of the first click
     */
    static Load start(String brokers, String topic, int first, int perSecond, long seed) {
        return start(brokers, topic, first, perSecond, () -> System.currentTimeMillis() / 1_000, seed);
    }

    /**
     * @param seconds time of a click, since 1970
     */
    static Load start(String brokers, String topic, int first, int perSecond, LongSupplier seconds, long seed) {
        Load load = new Load(brokers, topic, first, perSecond, seconds, seed);
        load.sender.start();
        return load;
    }

    SentLog log() {
        return log;
    }

    int perSecond() {
        return perSecond;
    }

    /** While it is held it sends nothing, and does not make up for it afterwards. */
    void hold(boolean hold) {
        held = hold;
    }

    /** Sends nothing more, and returns when everything that was sent is acknowledged. */
    SentLog stop() {
        stopping = true;
        try {
            sender.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        producer.flush();
        return log;
    }

    @Override
    public void close() {
        stopping = true;
        producer.close(Duration.ZERO);
    }

    private void send() {
        long last = System.nanoTime();
        double due = 0;
        while (!stopping) {
            long now = System.nanoTime();
            due += held ? 0 : (now - last) / 1e9 * perSecond;
            last = now;
            for (; due >= 1 && !stopping; due--) {
                send(next.getAndIncrement());
            }
            LockSupport.parkNanos(TICK.toNanos() / 2 + random.nextLong(TICK.toNanos()));
        }
    }

    private void send(int number) {
        try {
            Future<RecordMetadata> unused = producer.send(
                    new ProducerRecord<>(topic, NumberedClick.value(number, seconds.getAsLong())),
                    (metadata, failure) -> {
                        if (failure == null) {
                            log.acknowledged(number, metadata.partition(), metadata.offset());
                        } else {
                            log.unknown(number);
                        }
                    });
        } catch (KafkaException | IllegalStateException closed) {
            log.unknown(number);
        }
    }
}
