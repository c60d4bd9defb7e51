package dev.shortener.analytics.kafka;

import dev.shortener.analytics.event.Rejection;
import dev.shortener.analytics.event.TopicIdentity;
import dev.shortener.analytics.metrics.KafkaClientMeters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.producer.KafkaWriteStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts rejected records into the dead-letter topic. Confined to the context that created it.
 *
 * <p>The future of a publication completes once all in-sync replicas have the record, and fails if that is not known; publishing
 * again may then leave the dead letter there twice, with the same origin in its headers. The producer is opened with the first
 * dead letter.
 */
final class DeadLetterPublisher implements DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterPublisher.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    /** Bytes that are kept of the value, and of the key, of a record that is too large for the topic: as many as it takes. */
    private static final List<Integer> TRUNCATED_TO = List.of(16 * 1024, 4 * 1024, 1024, 0);

    private final Vertx vertx;
    private final ClientProperties properties;
    private final DeadLetterFormat format;
    private final Supplier<Future<TopicIdentity>> topic;
    private final KafkaClientMeters clients;
    private @Nullable Future<KafkaWriteStream<byte[], byte[]>> producer;
    private volatile KafkaClientMeters.Shown shown = () -> {};

    /**
     * @param properties of the producer
     * @param format of what it publishes
     * @param topic sees to it that there is a topic for it
     * @param clients shows the producer
     */
    DeadLetterPublisher(
            Vertx vertx,
            ClientProperties properties,
            DeadLetterFormat format,
            Supplier<Future<TopicIdentity>> topic,
            KafkaClientMeters clients) {
        this.vertx = vertx;
        this.properties = properties;
        this.format = format;
        this.topic = topic;
        this.clients = clients;
    }

    /** Of a record that is too large for the topic, it publishes as much as the topic takes. */
    @Override
    public Future<Void> publish(ConsumerRecord<byte[], byte[]> record, TopicIdentity origin, Rejection rejection) {
        return send(format.whole(record, origin, rejection))
                .recover(failure -> isTooLarge(failure)
                        ? publishTruncated(record, origin, rejection, 0)
                        : Future.failedFuture(failure))
                .recover(this::seeToTopic);
    }

    /** Not there in time, which is all that a producer says of a topic that has been deleted: made anew for the next attempt. */
    private Future<Void> seeToTopic(Throwable failure) {
        return failure instanceof TimeoutException || failure instanceof UnknownTopicOrPartitionException
                ? topic.get().transform(there -> Future.failedFuture(failure))
                : Future.failedFuture(failure);
    }

    private Future<Void> publishTruncated(
            ConsumerRecord<byte[], byte[]> record, TopicIdentity origin, Rejection rejection, int step) {
        return send(format.truncated(record, origin, rejection, TRUNCATED_TO.get(step)))
                .recover(failure -> isTooLarge(failure) && step + 1 < TRUNCATED_TO.size()
                        ? publishTruncated(record, origin, rejection, step + 1)
                        : Future.failedFuture(failure));
    }

    private static boolean isTooLarge(Throwable failure) {
        return failure instanceof RecordTooLargeException;
    }

    /** Closes the producer; what was not acknowledged fails. */
    Future<Void> close() {
        shown.close();
        return producer == null
                ? Future.succeededFuture()
                : producer.compose(opened -> opened.close(CLOSE_TIMEOUT.toMillis()));
    }

    private Future<Void> send(ProducerRecord<byte[], byte[]> letter) {
        return producer().compose(opened -> opened.send(letter)).mapEmpty();
    }

    private Future<KafkaWriteStream<byte[], byte[]>> producer() {
        if (producer == null || producer.failed()) {
            producer = vertx.executeBlocking(this::open);
        }
        return producer;
    }

    private KafkaWriteStream<byte[], byte[]> open() {
        KafkaProducer<byte[], byte[]> client =
                new KafkaProducer<>(properties.producer(format.group() + "-dead-letters"));
        shown = clients.show(client);
        KafkaWriteStream<byte[], byte[]> opened = KafkaWriteStream.create(vertx, client);
        // Each publication's future says the same; without a handler it is said once more, as an error.
        return opened.exceptionHandler(failure -> LOG.debug("dead letter not acknowledged", failure));
    }
}
