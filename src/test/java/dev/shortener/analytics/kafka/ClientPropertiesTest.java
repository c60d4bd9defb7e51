package dev.shortener.analytics.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientPropertiesTest {

    private static final int HALF_A_REGION = 512 * 1024;

    private static final Map<String, Object> DECIDED_BY_BROKERS = Map.of(
            "session.timeout.ms", "12000",
            "heartbeat.interval.ms", "3000",
            "partition.assignment.strategy", RangeAssignor.class.getName());

    @Test
    void the_client_never_commits_by_itself_and_reads_bytes() {
        assertThat(of(Map.of()).consumer(0, 500))
                .containsEntry("enable.auto.commit", false)
                .containsEntry("max.poll.records", 500)
                .containsEntry("auto.offset.reset", "earliest")
                .containsEntry("allow.auto.create.topics", false);
    }

    @Test
    void an_answer_is_smaller_than_what_g1_keeps_apart_in_a_heap_of_512_mb() {
        assertThat(of(Map.of()).consumer(0, 500))
                .hasEntrySatisfying(
                        "fetch.max.bytes", bytes -> assertThat((int) bytes).isLessThan(HALF_A_REGION))
                .containsEntry("max.partition.fetch.bytes", 256 * 1024);
    }

    @Test
    void an_answer_is_no_larger_than_configured_and_not_smaller_than_what_is_waited_for() {
        assertThat(of(Map.of("MinBytes", "1000", "MaxBytes", "2000")).consumer(0, 500))
                .containsEntry("fetch.max.bytes", 2_000)
                .containsEntry("max.partition.fetch.bytes", 2_000);
        assertThat(of(Map.of("MinBytes", "1000000")).consumer(0, 500))
                .containsEntry("fetch.min.bytes", 1_000_000)
                .containsEntry("fetch.max.bytes", 1_000_000)
                .containsEntry("max.partition.fetch.bytes", 1_000_000);
        assertThat(of(Map.of("Kafka", Map.of("fetch.max.bytes", "10485760"))).consumer(0, 500))
                .containsEntry("fetch.max.bytes", "10485760");
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
    void every_static_member_has_an_instance_id_of_its_own() {
        ClientProperties properties = of(Map.of("Kafka", Map.of("group.instance.id", "host")));
        assertThat(properties.consumer(0, 1)).containsEntry("group.instance.id", "host-0");
        assertThat(properties.consumer(3, 1)).containsEntry("group.instance.id", "host-3");
        assertThat(properties.producer("p")).doesNotContainKey("group.instance.id");
        assertThat(of(Map.of()).consumer(0, 1)).doesNotContainKey("group.instance.id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"consumer", "CONSUMER"})
    void with_the_protocol_of_kip_848_the_client_leaves_to_the_brokers_what_they_decide(String protocol) {
        Map<String, Object> properties = of(Map.of("Kafka", with(DECIDED_BY_BROKERS, "group.protocol", protocol)))
                .consumer(0, 1);
        assertThat(properties).containsEntry("group.protocol", protocol).doesNotContainKeys(names(DECIDED_BY_BROKERS));
        assertThatNoException().isThrownBy(() -> new ConsumerConfig(properties));
    }

    /** The control of the test before: Kafka's own client refuses each of them. */
    @ParameterizedTest
    @ValueSource(strings = {"session.timeout.ms", "heartbeat.interval.ms", "partition.assignment.strategy"})
    void kafka_refuses_what_is_left_to_the_brokers(String name) {
        Map<String, Object> properties =
                of(Map.of("Kafka", Map.of("group.protocol", "consumer"))).consumer(0, 1);
        properties.put(name, DECIDED_BY_BROKERS.get(name));
        assertThatThrownBy(() -> new ConsumerConfig(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(name);
    }

    @Test
    void with_the_classic_protocol_the_client_decides() {
        assertThat(of(Map.of("Kafka", DECIDED_BY_BROKERS)).consumer(0, 1)).containsAllEntriesOf(DECIDED_BY_BROKERS);
        assertThat(of(Map.of()).consumer(0, 1))
                .containsEntry("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
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

    private static Map<String, Object> with(Map<String, Object> properties, String name, String value) {
        Map<String, Object> more = new HashMap<>(properties);
        more.put(name, value);
        return more;
    }

    private static String[] names(Map<String, Object> properties) {
        return properties.keySet().toArray(String[]::new);
    }
}
