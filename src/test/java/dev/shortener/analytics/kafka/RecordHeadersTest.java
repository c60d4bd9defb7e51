package dev.shortener.analytics.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.event.TopicIdentity;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordHeadersTest {

    private static final Map<String, String> ORIGIN = Map.of(
            "dlq.origin.cluster.id", "cluster",
            "dlq.origin.topic", "clicks",
            "dlq.origin.topic.id", "topic-id",
            "dlq.origin.partition", "3",
            "dlq.origin.offset", "9000000000");

    @Test
    void a_record_without_headers_has_neither_event_id_nor_origin() {
        assertThat(RecordHeaders.eventId(headers(Map.of()))).isNull();
        assertThat(RecordHeaders.origin(headers(Map.of()))).isNull();
    }

    @Test
    void the_event_id_is_that_of_cloud_events() {
        assertThat(RecordHeaders.eventId(headers(Map.of("ce_id", "a-1", "id", "another"))))
                .isEqualTo("a-1");
    }

    @Test
    void texts_are_utf_8_and_the_last_of_a_name_counts() {
        Headers headers = headers(Map.of("ce_id", "first"));
        headers.add("ce_id", "zuletzt-é".getBytes(StandardCharsets.UTF_8));
        assertThat(RecordHeaders.eventId(headers)).isEqualTo("zuletzt-é");
    }

    @Test
    void a_header_without_a_value_is_none() {
        Headers headers = headers(Map.of());
        headers.add("ce_id", null);
        assertThat(RecordHeaders.eventId(headers)).isNull();
    }

    @Test
    void the_origin_of_a_dead_letter_is_read_back() {
        assertThat(RecordHeaders.origin(headers(ORIGIN)))
                .isEqualTo(new Position(new TopicIdentity("cluster", "clicks", "topic-id"), 3, 9_000_000_000L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dlq.origin.cluster.id",
                "dlq.origin.topic",
                "dlq.origin.topic.id",
                "dlq.origin.partition",
                "dlq.origin.offset"
            })
    void an_origin_that_lacks_a_part_is_none(String name) {
        Headers headers = headers(ORIGIN);
        headers.remove(name);
        assertThat(RecordHeaders.origin(headers)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "dlq.origin.partition, three",
        "dlq.origin.partition, 9000000000",
        "dlq.origin.partition, -1",
        "dlq.origin.offset, ''",
        "dlq.origin.offset, 1e3",
        "dlq.origin.offset, -1"
    })
    void an_origin_that_cannot_be_is_none(String name, String value) {
        Headers headers = headers(ORIGIN);
        headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
        assertThat(RecordHeaders.origin(headers)).isNull();
    }

    private static Headers headers(Map<String, String> texts) {
        Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        texts.forEach((name, text) -> headers.add(name, text.getBytes(StandardCharsets.UTF_8)));
        return headers;
    }
}
