package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.config.ConfigLoader;
import dev.shortener.analytics.config.LogConfig;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The backend as it is shipped, in a context of its own, with what it writes to standard error caught. */
class LogSetupTest {

    private final PrintStream stderr = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final LoggerContext context = new LoggerContext();

    @BeforeEach
    void shipped() throws JoranException {
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        context.setMDCAdapter(new LogbackMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Path.of("src/main/resources/logback.xml").toFile());
    }

    @AfterEach
    void restore() {
        context.stop();
        System.setErr(stderr);
    }

    @Test
    void a_plain_line_is_for_people() {
        configure(Map.of());
        log("hello");

        assertThat(lines()).containsExactly("INFO hello", "WARN hello", "ERROR hello");
    }

    @Test
    void a_json_line_is_an_object_with_the_name_of_the_service() {
        configure(Map.of("Log.Encoding", "json", "Log.ServiceName", "clicks-eu"));
        log("hello \"you\"");

        assertThat(written.toString(StandardCharsets.UTF_8).lines().map(JsonObject::new))
                .hasSize(3)
                .allMatch(line -> line.getString("service").equals("clicks-eu"))
                .allMatch(line -> line.getString("content").equals("hello \"you\""));
    }

    @Test
    void without_a_service_name_the_name_serves() {
        configure(Map.of("Log.Encoding", "json", "Name", "my-clicks"));
        log("hello");

        assertThat(written.toString(StandardCharsets.UTF_8).lines().map(JsonObject::new))
                .isNotEmpty()
                .allMatch(line -> line.getString("service").equals("my-clicks"));
    }

    @ParameterizedTest
    @CsvSource({"debug, 4", "info, 3", "error, 1", "severe, 1"})
    void a_level_is_the_least_severe_that_is_written(String level, int lines) {
        configure(Map.of("Log.Level", level));
        log("hello");

        assertThat(lines()).hasSize(lines).last().isEqualTo("ERROR hello");
    }

    @ParameterizedTest
    @CsvSource({"debug, 2", "info, 2", "error, 1"})
    void libraries_are_never_louder_than_the_service(String level, int lines) {
        configure(Map.of("Log.Level", level));
        log("org.apache.kafka.clients.NetworkClient", "no broker");

        assertThat(lines()).hasSize(lines);
    }

    @ParameterizedTest
    @ValueSource(strings = {"console", "file", "volume"})
    void every_mode_writes_to_standard_error(String mode) {
        AppConfig config = configure(Map.of("Log.Mode", mode));
        log("hello");

        assertThat(lines()).contains("ERROR hello");
        assertThat(config.notices().stream().anyMatch(notice -> notice.contains("Log.Mode")))
                .isEqualTo(!mode.equals("console"));
    }

    @Test
    void one_cause_does_not_fill_the_log() {
        configure(Map.of());
        for (int time = 0; time < 100; time++) {
            context.getLogger("org.apache.kafka.clients.NetworkClient").warn("[Consumer {}] no broker", time);
        }

        assertThat(lines()).hasSize(1);
    }

    private AppConfig configure(Map<String, String> overrides) {
        Map<String, Object> file = Map.of(
                "Brokers", "localhost:9092", "Group", "g", "Topic", "t", "DataSource", "postgres://u@localhost/d");
        AppConfig config = ConfigLoader.load(file, Map.of(), overrides);
        LogSetup.apply(config.log(), context);
        return config;
    }

    private void log(String message) {
        log("dev.shortener.analytics.app.Pipeline", message);
    }

    private void log(String logger, String message) {
        context.getLogger(logger).debug(message);
        context.getLogger(logger).info(message);
        context.getLogger(logger).warn(message);
        context.getLogger(logger).error(message);
    }

    /** Level and message of each line. */
    @Test
    void a_level_that_is_changed_goes_back_to_what_it_was_for_libraries_too() {
        configure(Map.of("Log.Level", "error"));
        LogSetup.setLevel(LogConfig.Level.DEBUG, context);

        assertThat(context.getLogger("dev.shortener.analytics").isDebugEnabled())
                .isTrue();
        assertThat(context.getLogger("org.apache.kafka").isWarnEnabled()).isTrue();
        assertThat(context.getLogger("org.apache.kafka").isInfoEnabled()).isFalse();
        LogSetup.setLevel(LogConfig.Level.ERROR, context);
        assertThat(context.getLogger("org.apache.kafka").isWarnEnabled()).isFalse();
    }

    private List<String> lines() {
        return written.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceFirst("^[0-9:.]+ (\\w+) +\\S+ - ", "$1 "))
                .toList();
    }
}
