package dev.shortener.analytics.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelemetryKeysTest {

    @ParameterizedTest
    @CsvSource({
        "collector:4318, http://collector:4318/v1/traces",
        "http://collector:4318, http://collector:4318/v1/traces",
        "http://collector:4318/, http://collector:4318/v1/traces",
        "https://collector/otlp/v1/traces, https://collector/otlp/v1/traces",
        "[::1]:4318, http://[::1]:4318/v1/traces"
    })
    void an_endpoint_is_a_host_with_its_port_or_a_url(String endpoint, String target) {
        assertThat(telemetry(Map.of("Endpoint", endpoint)).target()).contains(URI.create(target));
    }

    @ParameterizedTest
    @CsvSource({"ftp://collector:4318", "collector:port", "http://", "a b:4318"})
    void what_is_no_address_is_named_with_what_is_allowed(String endpoint) {
        assertThatThrownBy(() -> telemetry(Map.of("Endpoint", endpoint)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContainingAll("Telemetry.Endpoint", endpoint, "host:port");
    }

    @Test
    void a_password_in_an_endpoint_is_refused_and_not_shown() {
        assertThatThrownBy(() -> telemetry(Map.of("Endpoint", "http://me:hunter2@collector:4318")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("Telemetry.Endpoint")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @CsvSource({"1.1", "-1", "much"})
    void a_sampler_is_a_ratio(String sampler) {
        assertThatThrownBy(() -> telemetry(Map.of("Sampler", sampler)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContainingAll("Telemetry.Sampler", sampler, "0 to 1");
    }

    @Test
    void what_is_not_spoken_is_off_with_a_notice() {
        AppConfig config = config(Map.of("Endpoint", "collector:4317", "Batcher", "otlpgrpc"));

        assertThat(config.telemetry().target()).isEmpty();
        assertThat(config.notices()).anyMatch(notice -> notice.startsWith("Telemetry.Batcher is read as off"));
    }

    /** A file of the Go consumer need not have the key Batcher, and means another one then. */
    @ParameterizedTest
    @CsvSource({
        "collector:4317, gRPC",
        "http://jaeger:14268/api/traces, Jaeger",
        "http://zipkin:9411/api/v2/spans, Zipkin"
    })
    void a_port_at_which_another_protocol_is_spoken_is_noticed(String endpoint, String protocol) {
        AppConfig config = config(Map.of("Endpoint", endpoint));

        assertThat(config.telemetry().target()).isPresent();
        assertThat(config.notices())
                .anyMatch(notice -> notice.contains(protocol) && notice.endsWith("which they take at port 4318."));
        assertThat(config(Map.of("Endpoint", "collector:4318")).notices())
                .noneMatch(notice -> notice.startsWith("Telemetry.Endpoint"));
        assertThat(config(Map.of("Endpoint", endpoint, "Disabled", true)).notices())
                .noneMatch(notice -> notice.startsWith("Telemetry.Endpoint"));
    }

    private static TelemetryConfig telemetry(Map<String, Object> section) {
        return config(section).telemetry();
    }

    private static AppConfig config(Map<String, Object> section) {
        Map<String, Object> file = new HashMap<>(
                Map.of("Brokers", "127.0.0.1:9092", "Group", "g", "Topic", "t", "DataSource", "postgres://u@h/d"));
        file.put("Telemetry", section);
        return ConfigLoader.load(file, Map.of(), Map.of());
    }
}
