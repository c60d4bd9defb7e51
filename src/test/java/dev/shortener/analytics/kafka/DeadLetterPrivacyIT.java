package dev.shortener.analytics.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.config.DeadLetterConfig;
import dev.shortener.analytics.config.DeadLetterConfig.Privacy;
import dev.shortener.analytics.config.DeadLetterKey;
import dev.shortener.analytics.event.Reason;
import dev.shortener.analytics.event.Rejection;
import dev.shortener.analytics.event.TopicIdentity;
import dev.shortener.analytics.metrics.KafkaClientMeters;
import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.Servers;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All bytes of a dead-letter topic on a real broker, in each of the modes; {@code keep} is the control of the others. */
class DeadLetterPrivacyIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final TopicIdentity TOPIC = new TopicIdentity("cluster", "clicks", "topic-id");
    private static final DeadLetterKey KEY =
            DeadLetterKey.parse("0123456789abcdef".repeat(4)).orElseThrow();
    private static final String[] ADDRESSES = {"198.51.100.77", "2001:db8:1:2::abcd", "198\\u002e51.100.77"};
    private static final List<String> VALUES = List.of(
            "{\"ip\":\"198.51.100.77\",\"user_agent\":\"x 2001:db8:1:2::abcd\"}",
            "{\"ip\":\"198\\u002e51.100.77",
            "{\"short_code\":\"198.51.100.77\",\"timestamp\":1731000000}",
            "\u00ff2001:db8:1:2::abcd, 198.51.100.77",
            "198.51.100.77 " + "x".repeat(2_000_000));

    private final Lab lab = new Lab();
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
        lab.close();
    }

    @Test
    void no_address_is_in_the_topic_unless_it_is_to_be_kept() throws Exception {
        assertThat(topicBytes(Privacy.KEEP)).contains(ADDRESSES).contains("user_agent");
        assertThat(topicBytes(Privacy.REDACT))
                .doesNotContain(ADDRESSES)
                .contains("\"ip\":\"198.51.100.0\"", "2001:db8:1::", "198.51.100.0, 2001:db8:1::", "user_agent");
        assertThat(topicBytes(Privacy.ENCRYPT))
                .doesNotContain(ADDRESSES)
                .doesNotContain("user_agent", "forwarded", "\"ip\"");
    }

    /** Everything that is in a topic to which dead letters of all values went; the last of them is cut. */
    private String topicBytes(Privacy privacy) throws Exception {
        String topic = lab.deadLetterTopic() + "." + privacy.name();
        ClientProperties properties = new ClientProperties(lab.config(Map.of()).kafka());
        TopicDirectory topics = new TopicDirectory(vertx, properties);
        DeadLetterPublisher publisher = new DeadLetterPublisher(
                vertx,
                properties,
                new DeadLetterFormat(new DeadLetterConfig(topic, privacy, KEY), "group", "1"),
                () -> topics.ensure(topic),
                KafkaClientMeters.NONE);
        topics.ensure(topic).await();
        for (String value : VALUES) {
            Rejection quoting =
                    new Rejection(Reason.INVALID_FIELD, "short_code", "short_code \"198.51.100.77\" is wrong");
            publisher.publish(record(value), TOPIC, quoting).await();
        }
        publisher.close().await();
        topics.close();
        StringBuilder all = new StringBuilder();
        for (ConsumerRecord<byte[], byte[]> letter : read(topic)) {
            all.append(text(letter.key())).append(' ').append(text(letter.value()));
            for (Header header : letter.headers()) {
                all.append(' ').append(header.key()).append(' ').append(text(header.value()));
            }
        }
        return all.toString();
    }

    private static ConsumerRecord<byte[], byte[]> record(String value) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>("clicks", 0, 7, bytes("198.51.100.77"), bytes(value));
        record.headers().add("x-forwarded-for", bytes("198.51.100.77, 2001:db8:1:2::abcd"));
        return record;
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        try (KafkaConsumer<byte[], byte[]> reader = new KafkaConsumer<>(
                Map.of("bootstrap.servers", Servers.kafka().bootstrapServers(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = reader.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
            await().atMost(SOON).until(() -> {
                reader.poll(Duration.ofMillis(100)).forEach(letters::add);
                return letters.size() >= VALUES.size();
            });
            return letters;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
