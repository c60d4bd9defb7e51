package dev.shortener.analytics.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigSourcesTest {

    @Test
    void command_line_goes_before_environment_before_file_before_default() {
        Map<String, String> environment = Map.of("ANALYTICS_CONSUMER_BATCH_MAXRECORDS", "20");

        assertThat(load("Batch", Map.of("MaxRecords", 10), Map.of(), Map.of())
                        .batch()
                        .maxRecords())
                .isEqualTo(10);
        assertThat(load("Batch", Map.of("MaxRecords", 10), environment, Map.of())
                        .batch()
                        .maxRecords())
                .isEqualTo(20);
        assertThat(load("Batch", Map.of("MaxRecords", 10), environment, Map.of("batch.maxrecords", "30"))
                        .batch()
                        .maxRecords())
                .isEqualTo(30);
    }

    @Test
    void every_key_has_a_variable_of_its_own() {
        assertThat(ConfigKeys.ALL)
                .filteredOn(key -> key.kind() != ConfigKey.Kind.PROPERTIES)
                .allSatisfy(key -> assertThat(
                                ConfigKeys.findVariable(key.variable().substring(ConfigKeys.VARIABLE_PREFIX.length())))
                        .contains(key));
    }

    @Test
    void a_variable_may_part_its_words_and_an_empty_one_is_not_set() {
        Map<String, String> environment =
                Map.of("ANALYTICS_CONSUMER_BATCH_MAX_RECORDS", "20", "ANALYTICS_CONSUMER_TOPIC", "");

        AppConfig config = load("Name", "n", environment, Map.of());

        assertThat(config.batch().maxRecords()).isEqualTo(20);
        assertThat(config.kafka().topic()).isEqualTo("click-events");
    }

    @Test
    void kafka_properties_come_from_everywhere() {
        AppConfig config = load(
                "Kafka",
                Map.of("client.id", "file", "fetch.max.wait.ms", 50, "check.crcs", true),
                Map.of("ANALYTICS_CONSUMER_KAFKA_CLIENT_ID", "environment"),
                Map.of("Kafka.client.rack", "r1"));

        assertThat(config.kafka().properties())
                .containsOnly(
                        Map.entry("client.id", new Secret("environment")),
                        Map.entry("fetch.max.wait.ms", new Secret("50")),
                        Map.entry("check.crcs", new Secret("true")),
                        Map.entry("client.rack", new Secret("r1")));
    }

    @Test
    void lists_may_be_one_text_with_commas() {
        assertThat(load("Brokers", "a:1, b:2", Map.of(), Map.of()).kafka().brokers())
                .containsExactly("a:1", "b:2");
        assertThat(load("Brokers", List.of("${B}"), Map.of("B", "a:1,b:2"), Map.of())
                        .kafka()
                        .brokers())
                .containsExactly("a:1", "b:2");
    }

    @Test
    void an_unknown_variable_is_a_notice_and_what_kubernetes_sets_is_nothing() {
        Map<String, String> environment = Map.of(
                "ANALYTICS_CONSUMER_TOPICS", "hunter2",
                "ANALYTICS_CONSUMER_SERVICE_HOST", "10.0.0.1",
                "ANALYTICS_CONSUMER_SERVICE_PORT_HTTP", "6060",
                "ANALYTICS_CONSUMER_PORT", "tcp://10.0.0.1:6060",
                "ANALYTICS_CONSUMER_PORT_6060_TCP_ADDR", "10.0.0.1");

        assertThat(load("Offset", "first", environment, Map.of()).notices())
                .containsExactly(
                        "The environment variable ANALYTICS_CONSUMER_TOPICS has no effect: it names no key; did you mean Topic?");
    }

    @Test
    void placeholders_are_replaced_and_converted(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "hun$ter${X}\n\n");
        Map<String, Object> file = new HashMap<>(ConfigFaultsTest.usable());
        file.put("Consumers", "${COUNT}");
        file.put("Processors", "${UNSET:-3}");
        file.put("Topic", "a-${EMPTY:-b}-${T}");
        file.put("Username", "$${T}$T");
        file.put("Password", "${file:" + secret + "}");
        file.put("Kafka", Map.of("security.protocol", "${P:-SASL_SSL}"));
        file.put("Log", Map.of("Path", "${NOT_LOOKED_AT}"));

        AppConfig config = ConfigLoader.load(file, Map.of("COUNT", "2", "T", "c", "EMPTY", ""), Map.of());

        assertThat(config.kafka().consumers()).isEqualTo(2);
        assertThat(config.processors()).isEqualTo(3);
        assertThat(config.kafka().topic()).isEqualTo("a-b-c");
        assertThat(config.kafka().username()).isEqualTo("${T}$T");
        assertThat(config.kafka().password()).isEqualTo(new Secret("hun$ter${X}\n"));
    }

    @Test
    void placeholders_that_lead_nowhere_are_faults() {
        Map<String, Object> file = new HashMap<>(ConfigFaultsTest.usable());
        file.put("Topic", "${TOPIC}");
        file.put("Group", "${");
        file.put("Name", "${a b}");
        file.put("DataSource", "${file:/no/such}");

        assertThatThrownBy(() -> ConfigLoader.load(file, Map.of(), Map.of()))
                .isInstanceOfSatisfying(InvalidConfigException.class, thrown -> assertThat(thrown.faults())
                        .containsExactlyInAnyOrder(
                                "Topic: the environment variable TOPIC is not set; allowed: set it, or give a default as ${TOPIC:-default}",
                                "Group: has a ${ without its }; write $${ for a literal ${",
                                "Name: has a ${…} that names no variable; allowed: ${VAR}, ${VAR:-default}, ${file:/path}",
                                "DataSource: the file /no/such cannot be read: there is no such file"));
    }

    @Test
    void what_the_brokers_decide_is_pointed_out() {
        Map<String, String> consumer = Map.of("Offset", "first", "Kafka.group.protocol", "consumer");
        assertThat(load("Kafka", Map.of("session.timeout.ms", "12000"), Map.of(), consumer)
                        .notices())
                .containsExactly("Kafka.session.timeout.ms has no effect here: with group.protocol consumer the brokers"
                        + " decide that.");
        Map<String, String> classic = Map.of("Offset", "first", "Kafka.group.protocol", "classic");
        assertThat(load("Kafka", Map.of("session.timeout.ms", "12000"), Map.of(), classic)
                        .notices())
                .isEmpty();
    }

    @Test
    void a_bare_variable_is_pointed_out() {
        assertThat(load("Name", "$NAME", Map.of(), Map.of("Offset", "first")).notices())
                .containsExactly("Name is taken literally although it looks like a variable; only ${VAR} is replaced.");
    }

    private static AppConfig load(
            String key, Object value, Map<String, String> environment, Map<String, String> overrides) {
        Map<String, Object> file = new HashMap<>(ConfigFaultsTest.usable());
        file.put(key, value);
        return ConfigLoader.load(file, environment, overrides);
    }
}
