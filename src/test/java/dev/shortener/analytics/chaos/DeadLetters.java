package dev.shortener.analytics.chaos;

import dev.shortener.analytics.support.Lab;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Everything in a dead-letter topic. Stateless. */
final class DeadLetters {

    private DeadLetters() {}

    /** Which clicks are there: by the code in their value, or else by where they stood. */
    static BitSet numbers(Lab lab, SentLog sent) {
        BitSet numbers = new BitSet();
        for (ConsumerRecord<byte[], byte[]> letter : all(lab)) {
            OptionalInt number = NumberedClick.numberIn(letter.value());
            (number.isPresent() ? number : origin(letter, sent)).ifPresent(numbers::set);
        }
        return numbers;
    }

    static List<ConsumerRecord<byte[], byte[]>> all(Lab lab) {
        List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> reader = new KafkaConsumer<>(
                Map.of("bootstrap.servers", lab.brokers(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = reader.partitionsFor(lab.deadLetterTopic()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
                reader.poll(Duration.ofMillis(100)).forEach(letters::add);
            }
        }
        return letters;
    }

    static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static OptionalInt origin(ConsumerRecord<byte[], byte[]> letter, SentLog sent) {
        return sent.at(
                Integer.parseInt(header(letter, "dlq.origin.partition")),
                Long.parseLong(header(letter, "dlq.origin.offset")));
    }
}
