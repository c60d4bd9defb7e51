package dev.shortener.analytics.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The document and the reader know the same keys, types and defaults. */
class ConfigDocumentTest {

    private static final Path README = Path.of("README.md");
    private static final Path DOCUMENT = Path.of("docs/CONFIGURATION.md");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([A-Z][\\w.]*)` \\| (\\w*) ?\\| (?:`([^`]*)` )?\\| (kq|own) \\|");
    private static final Map<String, String> DERIVED =
            Map.of("Log.ServiceName", "Name", "Telemetry.Name", "Name", "DeadLetter.Topic", "<Topic>.dlq");

    @Test
    void every_key_is_documented_with_its_type_and_default_and_no_other() throws IOException {
        List<String> documented = ROW.matcher(Files.readString(README))
                .results()
                .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3))
                .toList();

        assertThat(documented)
                .containsExactlyElementsOf(
                        ConfigKeys.ALL.stream().map(ConfigDocumentTest::row).toList());
    }

    @Test
    void parameters_of_the_data_source_are_documented() throws IOException {
        String document = Files.readString(DOCUMENT);

        assertThat(listed(document, "No effect, named once")).isEqualTo(ticked(DataSourceParser.withoutEffect()));
        assertThat(listed(document, "Faults, because")).isEqualTo(ticked(DataSourceParser.unsupported()));
    }

    @Test
    void the_shipped_file_shows_every_key_with_an_effect() throws IOException {
        String shipped = Files.readString(Path.of("conf/consumer.yaml"));

        assertThat(ConfigKeys.ALL).filteredOn(key -> key.noEffect() == null).allSatisfy(key -> assertThat(shipped)
                .containsPattern("(?m)^[# ]*" + key.path().replaceFirst(".*\\.", "") + ":"));
    }

    private static String row(ConfigKey key) {
        String type =
                key.kind() == ConfigKey.Kind.ANYTHING ? "" : key.kind().name().toLowerCase(java.util.Locale.ROOT);
        return key.path() + " " + type + " "
                + (key.defaultText() == null ? DERIVED.get(key.path()) : key.defaultText());
    }

    private static String listed(String document, String start) {
        String after = document.substring(document.indexOf("- " + start));
        Matcher item = Pattern.compile("(?s)[^`]*:(.*?)\\.\n").matcher(after);
        assertThat(item.lookingAt()).isTrue();
        return item.group(1).replaceAll("\\s+", " ").strip();
    }

    private static String ticked(Iterable<String> names) {
        return java.util.stream.StreamSupport.stream(names.spliterator(), false)
                .map(name -> "`" + name + "`")
                .collect(Collectors.joining(", "));
    }
}
