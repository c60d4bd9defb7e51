package dev.shortener.analytics.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientPropertiesTest {

    @Test
    void the_client_never_commits_by_itself_and_reads_bytes() {
        assertThat(of(Map.of()).consumer(0, 500))
                .containsEntry("enable.auto.commit", false)
                .containsEntry("max.poll.records", 500)
                .containsEntry("auto.offset.reset", "earliest")
                .containsEntry("allow.auto.create.topics", false);
    }

    @Test
    void dead_letters_are_acknowledged_by_all_replicas() {
        assertThat(of(Map.of()).producer("dead-letters"))
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("client.id", "dead-letters");
    }

    @Test
    void the_section_kafka_has_the_last_word_on_the_rest() {
        ClientProperties properties = of(Map.of("Kafka", Map.of("session.timeout.ms", "12000", "linger.ms", "7")));
        assertThat(properties.consumer(0, 500))
                .containsEntry("session.timeout.ms", "12000")
                .doesNotContainKey("linger.ms");
        assertThat(properties.producer("p")).containsEntry("linger.ms", "7").doesNotContainKey("session.timeout.ms");
    }

    @Test
    void every_member_has_a_client_id_of_its_own() {
        ClientProperties properties = of(Map.of("Group", "g"));
        assertThat(properties.consumer(0, 1)).containsEntry("client.id", "g-0");
        assertThat(properties.consumer(3, 1)).containsEntry("client.id", "g-3");
    }

    @Test
    void the_protocol_of_kip_848_takes_no_assignor_of_the_client() {
        assertThat(of(Map.of("Kafka", Map.of("group.protocol", "consumer"))).consumer(0, 1))
                .doesNotContainKey("partition.assignment.strategy");
        assertThat(of(Map.of()).consumer(0, 1)).containsKey("partition.assignment.strategy");
    }

    @Test
    void a_quiet_topic_is_not_held_back_for_longer_than_100_ms() {
        assertThat(of(Map.of("MinBytes", 10_240)).consumer(0, 1))
                .containsEntry("fetch.min.bytes", 10_240)
                .containsEntry("fetch.max.wait.ms", 100);
    }

    private static ClientProperties of(Map<String, Object> file) {
        return new ClientProperties(TestPartitions.config(file));
    }
}
