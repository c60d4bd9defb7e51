package dev.shortener.analytics.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask about clicks, and how they are read. */
class ReadConfigTest {

    private static final Map<String, Object> LEAST = Map.of(
            "Brokers", List.of("127.0.0.1:9092"),
            "Group", "g",
            "Topic", "click-events",
            "DataSource", "postgres://me@db/shortener");

    @ParameterizedTest
    @ValueSource(strings = {"Http", "Grpc"})
    void an_address_that_others_can_reach_needs_a_token(String section) {
        assertThatThrownBy(() -> ConfigLoader.load(LEAST, Map.of(), Map.of(section + ".Host", "0.0.0.0")))
                .isInstanceOfSatisfying(InvalidConfigException.class, invalid -> assertThat(invalid.faults())
                        .singleElement()
                        .asString()
                        .contains(section + ".Host", "0.0.0.0", "no " + section + ".Token", "127.0.0.1"));

        assertThat(load(Map.of(section + ".Host", "0.0.0.0", section + ".Token", "sixteen letters!")))
                .isNotNull();
        assertThat(load(Map.of(section + ".Host", "0.0.0.0", section + ".Enabled", "false")))
                .isNotNull();
    }

    @Test
    void a_token_that_is_easily_guessed_is_a_fault_that_does_not_show_it() {
        assertThatThrownBy(() -> load(Map.of("Http.Token", "guess-me")))
                .hasMessageContaining("Http.Token")
                .hasMessageContaining("at least 16")
                .hasMessageNotContaining("guess-me");
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, true", "127.1.2.3, true", "::1, true", "LOCALHOST, true", "0.0.0.0, false", "::, false"})
    void loopback_is_what_only_this_machine_can_reach(String host, boolean loopback) {
        assertThat(ListenerConfig.isLoopback(host)).isEqualTo(loopback);
    }

    @Test
    void reading_may_have_a_role_of_its_own() {
        AppConfig config = load(Map.of("Read.DataSource", "postgres://looks@replica/shortener"));

        assertThat(config.read().database().user()).isEqualTo("looks");
        assertThat(config.database().user()).isEqualTo("me");
    }

    @Test
    void a_fault_of_the_string_for_reading_names_its_key() {
        assertThatThrownBy(() -> load(Map.of("Read.DataSource", "postgres://looks@replica:x/shortener")))
                .hasMessageContaining("Read.DataSource");
    }

    private static AppConfig load(Map<String, String> overrides) {
        return ConfigLoader.load(LEAST, Map.of(), overrides);
    }
}
