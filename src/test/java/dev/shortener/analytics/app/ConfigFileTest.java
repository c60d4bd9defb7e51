package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.config.InvalidConfigException;
import dev.shortener.analytics.config.KafkaConfig.OffsetReset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {

    @TempDir
    private Path folder;

    @Test
    void the_shipped_file_loads_without_a_notice() {
        AppConfig config = ConfigFile.load(Path.of("conf/consumer.yaml"), Map.of(), Map.of());

        assertThat(config.notices()).isEmpty();
        assertThat(config.kafka().topic()).isEqualTo("click-events");
        assertThat(config.database().port()).isEqualTo(5433);
        assertThat(config.geoIpDbPath()).isEqualTo(Path.of("data/country.mmdb"));
    }

    @Test
    void the_shipped_file_loads_with_its_comments_taken_away() throws IOException {
        String shipped = Files.readString(Path.of("conf/consumer.yaml"));
        String all =
                shipped.replaceAll("(?m)^( *)# ?( *[A-Za-z.]+:( |$))", "$1$2").replaceAll("(?m)^.* # e\\.g\\..*$", "");

        assertThat(ConfigFile.read(write("all.yaml", all)))
                .as("what was a comment is a key now")
                .containsKeys(
                        "MinBytes",
                        "Username",
                        "Kafka",
                        "OwnDomains",
                        "Enrich",
                        "Batch",
                        "DeadLetter",
                        "Cluster",
                        "DevServer");
        assertThat(ConfigFile.load(write("all.yaml", all), Map.of(), Map.of("Kafka.security.protocol", "PLAINTEXT")))
                .isEqualTo(ConfigFile.load(
                        Path.of("conf/consumer.yaml"), Map.of(), Map.of("Kafka.security.protocol", "PLAINTEXT")));
    }

    @Test
    void the_go_consumers_file_loads_unchanged() {
        AppConfig config = ConfigFile.load(Path.of("src/test/resources/config/go-consumer.yaml"), Map.of(), Map.of());

        assertThat(config.name()).isEqualTo("shortener-analytics");
        assertThat(config.kafka().brokers()).containsExactly("kafka-1:9092", "kafka-2:9092");
        assertThat(config.kafka().offsetReset()).isEqualTo(OffsetReset.LAST);
        assertThat(config.kafka().consumers()).isEqualTo(8);
        assertThat(config.kafka().minBytes()).isEqualTo(10_240);
        assertThat(config.devServer().port()).isEqualTo(6470);
        assertThat(config.database().host()).isEqualTo("postgres");
        assertThat(config.notices())
                .noneMatch(notice -> notice.contains("hunter2"))
                .extracting(notice -> notice.replaceFirst("( has no effect here| is not set|: pool| is read).*", ""))
                .containsExactlyInAnyOrder(
                        "Mode",
                        "MetricsUrl",
                        "Log.Mode",
                        "Log.TimeFormat",
                        "Log.Path",
                        "Log.MaxContentLength",
                        "Log.Compress",
                        "Log.Stat",
                        "Log.KeepDays",
                        "Log.StackCooldownMillis",
                        "Log.MaxBackups",
                        "Log.MaxSize",
                        "Log.Rotation",
                        "Log.FileTimeFormat",
                        "Log.FieldKeys",
                        "Prometheus",
                        "Telemetry.OtlpHeaders",
                        "Telemetry.Batcher",
                        "DevServer.EnablePprof",
                        "DevServer.Host",
                        "Shutdown",
                        "Profiling",
                        "Conns",
                        "ForceCommit",
                        "CommitInOrder",
                        "DataSource");
    }

    @Test
    void json_is_read_too_and_keys_have_no_case() throws IOException {
        Path file = write(
                "c.json",
                "{\"brokers\":[\"a:1\"],\"GROUP\":\"g\",\"topic\":\"t\",\"offset\":\"last\",\"datasource\":\"user=u\","
                        + "\"batch\":{\"maxRecords\":7}}");

        AppConfig config = ConfigFile.load(file, Map.of(), Map.of("Consumers", "2"));

        assertThat(config.batch().maxRecords()).isEqualTo(7);
        assertThat(config.kafka().consumers()).isEqualTo(2);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            c.yaml  | ""                        | is empty; allowed: a mapping of keys
            c.yaml  | # nothing                 | is empty; allowed: a mapping of keys
            c.yaml  | - a                       | is no mapping of keys, but a list or a single value
            c.yaml  | hunter2                   | is no mapping of keys, but a list or a single value
            c.yaml  | a: 1~a: 2                 | is no YAML at line 2, column 1: found duplicate key a
            c.yaml  | b:~  a: 1~  a: 2          | is no YAML at line 3, column 3: found duplicate key a
            c.yaml  | a: 'hunter2               | is no YAML at line 1, column 12: found unexpected end of stream
            c.yaml  | a: b: hunter2             | is no YAML at line 1, column 5: mapping values are not allowed here
            c.yaml  | Password: *hunter2        | is no YAML at line 1, column 11: an alias (*) of nothing; put a text that starts with * in quotes
            c.yaml  | Password: !hunter2 x      | is no YAML at line 1, column 11: an unexpected character; put a text that starts with ! @ % or ` or holds ': ' or ' #' in quotes
            c.yaml  | Password: @hunter2        | is no YAML at line 1, column 11: an unexpected character; put a text that starts with ! @ % or ` or holds ': ' or ' #' in quotes
            c.yaml  | a: &x {b: *x}             | has an alias within itself, or a key without a name
            c.yaml  | null: 1                   | has an alias within itself, or a key without a name
            c.yaml  | a: 1~---~b: 2             | is no YAML at line 2, column 1: a second document; allowed: one
            c.json  | ""                        | is empty; allowed: an object of keys
            c.json  | [1]                       | is no object of keys, but a list or a single value
            c.json  | {'a':hunter2}             | is no JSON at line 1, column 2
            c.json  | {}x                       | is no JSON
            c.json  | {} {}                     | goes on after its object
            c.toml  | a = 1                     | neither TOML nor JSON5 is read; allowed: .yaml, .yml, .json
            """)
    void a_file_that_cannot_be_used_is_one_clear_line(String name, String content, String fault) throws IOException {
        Path file = write(name, content == null ? "" : content.replace('~', '\n'));

        InvalidConfigException thrown = refused(file);

        assertThat(thrown.faults())
                .singleElement()
                .asString()
                .startsWith(file + ": " + fault)
                .doesNotContain("hunter2");
        assertThat(thrown.getMessage()).hasLineCount(1);
        assertThat(thrown.getCause()).isNull();
    }

    @Test
    void a_json_key_written_twice_is_refused() throws IOException {
        assertThat(refused(write("c.json", "{\"a\":1,\n\"a\":2}")))
                .hasMessageContaining("line 2")
                .hasMessageEndingWith("twice");
    }

    @Test
    void files_that_are_not_there_or_no_files_are_refused() throws IOException {
        assertThat(refused(folder.resolve("none.yaml"))).hasMessageEndingWith("none.yaml: there is no such file");
        assertThat(refused(folder)).hasMessageEndingWith(": it is a directory");
        Path binary = Files.write(folder.resolve("b.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThat(refused(binary)).hasMessageEndingWith(": it is not UTF-8 text");
    }

    @Test
    void a_file_that_may_not_be_read_is_refused() throws IOException {
        Path file = write("secret.yaml", "a: 1");
        assumeTrue(file.toFile().setReadable(false) && !Files.isReadable(file));

        assertThat(refused(file)).hasMessageEndingWith(": reading it is not permitted");
    }

    @Test
    void a_timestamp_where_text_belongs_is_a_fault() throws IOException {
        assertThat(refused(write("c.yaml", "Name: 2026-01-01")).faults())
                .anyMatch(fault -> fault.startsWith("Name: '2026-01-01T00:00:00Z' is no text"));
    }

    @Test
    void keys_without_values_count_as_not_written() throws IOException {
        Path file = write("c.yml", "Brokers: [a:1]\nGroup: g\nTopic: t\nDataSource: user=u\nCaFile:\nBatch:\nKafka:\n");

        assertThat(ConfigFile.load(file, Map.of(), Map.of()).kafka().caFile()).isNull();
        assertThat(ConfigFile.read(file)).containsKeys("CaFile", "Batch").containsEntry("Brokers", List.of("a:1"));
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static InvalidConfigException refused(Path file) {
        InvalidConfigException thrown =
                catchThrowableOfType(InvalidConfigException.class, () -> ConfigFile.load(file, Map.of(), Map.of()));
        assertThat(thrown).isNotNull();
        return thrown;
    }
}
