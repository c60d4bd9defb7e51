package dev.shortener.analytics.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shortener.analytics.config.DeadLetterConfig;
import dev.shortener.analytics.config.DeadLetterConfig.Privacy;
import dev.shortener.analytics.config.DeadLetterKey;
import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.event.Reason;
import dev.shortener.analytics.event.Rejection;
import dev.shortener.analytics.event.TopicIdentity;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DeadLetterFormatTest {

    private static final TopicIdentity TOPIC = new TopicIdentity("cluster", "clicks", "topic-id");
    private static final Rejection REJECTION = new Rejection(Reason.MISSING_FIELD, "short_code", "is missing");

    private static final DeadLetterKey KEY =
            DeadLetterKey.parse("ab".repeat(32)).orElseThrow();

    private final DeadLetterFormat format = format(Privacy.KEEP);

    @Test
    void key_and_value_and_headers_stay_as_they_came() {
        ProducerRecord<byte[], byte[]> letter =
                format.whole(record("value", Map.of("traceparent", "00-1")), TOPIC, REJECTION);
        assertThat(letter.topic()).isEqualTo("clicks.dlq");
        assertThat(letter.key()).asString(StandardCharsets.UTF_8).isEqualTo("key");
        assertThat(letter.value()).asString(StandardCharsets.UTF_8).isEqualTo("value");
        assertThat(headers(letter)).containsEntry("traceparent", "00-1");
    }

    @Test
    void headers_say_where_it_stood_and_why_it_is_here() {
        ProducerRecord<byte[], byte[]> letter = format.whole(record("value", Map.of()), TOPIC, REJECTION);
        assertThat(headers(letter))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("dlq.origin.cluster.id", "cluster"),
                        Map.entry("dlq.origin.topic", "clicks"),
                        Map.entry("dlq.origin.topic.id", "topic-id"),
                        Map.entry("dlq.origin.partition", "3"),
                        Map.entry("dlq.origin.offset", "42"),
                        Map.entry("dlq.origin.timestamp", "1731000000000"),
                        Map.entry("dlq.group", "group"),
                        Map.entry("dlq.reason", "missing_field"),
                        Map.entry("dlq.field", "short_code"),
                        Map.entry("dlq.message", "is missing"),
                        Map.entry("dlq.attempts", "1"),
                        Map.entry("dlq.privacy", "keep"),
                        Map.entry("dlq.version", "1.2.3")));
    }

    @Test
    void a_dead_letter_that_was_replayed_keeps_its_first_origin_and_gets_its_new_reason() {
        ConsumerRecord<byte[], byte[]> replayed = record(
                "value",
                Map.of(
                        "dlq.origin.cluster.id", "first",
                        "dlq.origin.topic", "older",
                        "dlq.origin.topic.id", "older-id",
                        "dlq.origin.partition", "7",
                        "dlq.origin.offset", "8",
                        "dlq.reason", "malformed_json"));
        ProducerRecord<byte[], byte[]> letter = format.whole(replayed, TOPIC, REJECTION);
        assertThat(dev.shortener.analytics.kafka.RecordHeaders.origin(letter.headers()))
                .isEqualTo(new Position(new TopicIdentity("first", "older", "older-id"), 7, 8));
        assertThat(letter.headers().headers("dlq.reason")).hasSize(1);
        assertThat(headers(letter)).containsEntry("dlq.reason", "missing_field");
    }

    @Test
    void a_forged_origin_is_not_believed() {
        ConsumerRecord<byte[], byte[]> forged = record("value", Map.of("dlq.origin.offset", "not a number"));
        assertThat(headers(format.whole(forged, TOPIC, REJECTION))).containsEntry("dlq.origin.offset", "42");
    }

    @Test
    void what_is_too_large_is_cut_with_its_length_and_digest() {
        String value = "v".repeat(100_000);
        ProducerRecord<byte[], byte[]> letter =
                format.truncated(record(value, Map.of("large", "h".repeat(100_000))), TOPIC, REJECTION, 16 * 1024);
        assertThat(letter.value()).hasSize(16 * 1024);
        assertThat(headers(letter))
                .containsEntry("dlq.value.length", "100000")
                // sha256sum says the same of it
                .containsEntry("dlq.value.sha256", "3ce6224db4de2dcefcb9e6a4e5a0fa4a1b9da33b4ef0d1ab2caa3bd9a0d23ef2")
                .containsEntry("dlq.origin.offset", "42")
                .doesNotContainKey("large");
    }

    @Test
    void a_tombstone_can_be_a_dead_letter() {
        ConsumerRecord<byte[], byte[]> tombstone = new ConsumerRecord<>("clicks", 3, 42, null, null);
        assertThat(format.whole(tombstone, TOPIC, REJECTION).value()).isNull();
        assertThat(headers(format.truncated(tombstone, TOPIC, REJECTION, 16))).containsEntry("dlq.value.length", "0");
    }

    @Test
    void each_rejection_counts_and_the_fourth_parks() {
        ConsumerRecord<byte[], byte[]> record = record("value", Map.of("dlq.attempts", "7"));
        for (int attempt = 1; attempt <= 4; attempt++) {
            ProducerRecord<byte[], byte[]> letter = format.whole(record, TOPIC, REJECTION);
            assertThat(headers(letter)).containsEntry("dlq.attempts", Integer.toString(attempt));
            assertThat(headers(letter).containsKey("dlq.parked")).isEqualTo(attempt == 4);
            assertThat(headers(letter)).containsEntry("dlq.origin.timestamp", "1731000000000");
            record = record("value", headers(letter));
        }
    }

    @Test
    void an_origin_of_any_length_goes_into_no_dead_letter() {
        ConsumerRecord<byte[], byte[]> forged = record(
                "value",
                Map.of(
                        "dlq.origin.cluster.id", "c".repeat(2_000_000),
                        "dlq.origin.topic", "t",
                        "dlq.origin.topic.id", "i",
                        "dlq.origin.partition", "0",
                        "dlq.origin.offset", "0",
                        "dlq.origin.more", "m".repeat(2_000_000)));
        ProducerRecord<byte[], byte[]> letter = format.whole(forged, TOPIC, REJECTION);
        assertThat(headers(letter))
                .containsEntry("dlq.origin.cluster.id", "cluster")
                .doesNotContainKey("dlq.origin.more");
    }

    @Test
    void addresses_are_redacted_in_key_value_headers_and_message_before_anything_is_cut() {
        String value = "{\"short_code\":\"203.0.113.9\",\"ip\":\"203.0.113.9\"}";
        Rejection quoting = new Rejection(Reason.INVALID_FIELD, "short_code", "short_code \"203.0.113.9\" must");
        ConsumerRecord<byte[], byte[]> record =
                record(value, Map.of("x-forwarded-for", "203.0.113.9, 2001:db8:1:2::3", "ce_id", "e-1"));
        ProducerRecord<byte[], byte[]> letter = format(Privacy.REDACT).whole(record, TOPIC, quoting);
        assertThat(letter.value())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"short_code\":\"203.0.113.0\",\"ip\":\"203.0.113.0\"}");
        assertThat(headers(letter))
                .containsEntry("x-forwarded-for", "203.0.113.0, 2001:db8:1::")
                .containsEntry("dlq.message", "short_code \"203.0.113.0\" must")
                .containsEntry("dlq.privacy", "redact")
                .doesNotContainKey("dlq.identity");

        ProducerRecord<byte[], byte[]> cut = format(Privacy.REDACT).truncated(record, TOPIC, quoting, 26);
        assertThat(cut.value()).asString(StandardCharsets.UTF_8).isEqualTo("{\"short_code\":\"203.0.113.0");
        assertThat(headers(cut)).containsEntry("dlq.value.length", Integer.toString(value.length()));
    }

    @Test
    void an_id_that_is_another_one_without_its_address_is_told() {
        ConsumerRecord<byte[], byte[]> record = record("{\"ip\":\"203.0.113.9\"}", Map.of("ce_id", "203.0.113.9-1"));
        assertThat(headers(format(Privacy.REDACT).whole(record, TOPIC, REJECTION)))
                .containsEntry("ce_id", "203.0.113.0-1")
                .containsEntry("dlq.identity", "redacted");
    }

    @Test
    void an_encrypted_dead_letter_shows_our_headers_alone() {
        ConsumerRecord<byte[], byte[]> record =
                record("{\"ip\":\"203.0.113.9\"}", Map.of("x-forwarded-for", "203.0.113.9"));
        ProducerRecord<byte[], byte[]> letter = format(Privacy.ENCRYPT).whole(record, TOPIC, REJECTION);
        assertThat(letter.key()).isNull();
        assertThat(headers(letter).keySet()).allMatch(name -> name.startsWith("dlq."));
        assertThat(headers(letter)).containsEntry("dlq.key.id", KEY.id());

        DeadLetterContent content = read(letter).content(KEY);
        assertThat(content.value()).isEqualTo(record.value());
        assertThat(content.key()).isEqualTo(record.key());
        assertThat(content.header("x-forwarded-for")).contains("203.0.113.9");
    }

    @Test
    void a_wrong_key_is_named_and_so_is_the_right_one() {
        DeadLetter letter = read(format(Privacy.ENCRYPT).whole(record("value", Map.of()), TOPIC, REJECTION));
        DeadLetterKey other = DeadLetterKey.parse("cd".repeat(32)).orElseThrow();
        assertThatThrownBy(() -> letter.content(other))
                .hasMessage(
                        "it is encrypted with the key " + KEY.id() + ", and DeadLetter.Key is the key " + other.id());
        assertThatThrownBy(() -> letter.content(null))
                .hasMessage("it is encrypted with the key " + KEY.id() + ", and DeadLetter.Key is not set");
    }

    private static DeadLetterFormat format(Privacy privacy) {
        return new DeadLetterFormat(new DeadLetterConfig("clicks.dlq", privacy, KEY), "group", "1.2.3");
    }

    private static DeadLetter read(ProducerRecord<byte[], byte[]> letter) {
        return new DeadLetter(new ConsumerRecord<>(
                letter.topic(),
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                letter.key(),
                letter.value(),
                letter.headers(),
                Optional.empty()));
    }

    private static ConsumerRecord<byte[], byte[]> record(String value, Map<String, String> headers) {
        Headers recordHeaders = new RecordHeaders();
        headers.forEach(
                (name, text) -> recordHeaders.add(new RecordHeader(name, text.getBytes(StandardCharsets.UTF_8))));
        return new ConsumerRecord<>(
                "clicks",
                3,
                42,
                1_731_000_000_000L,
                TimestampType.CREATE_TIME,
                3,
                value.length(),
                "key".getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8),
                recordHeaders,
                Optional.empty());
    }

    private static Map<String, String> headers(ProducerRecord<byte[], byte[]> letter) {
        Map<String, String> headers = new LinkedHashMap<>();
        Arrays.stream(letter.headers().toArray())
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }
}
