package dev.shortener.analytics.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No word of a secret in any message, and in no text that a record makes of itself. */
class ConfigSecretsTest {

    private static final String SECRET = "hunter2";

    @Test
    void a_usable_configuration_shows_no_secret() {
        Map<String, Object> file = new HashMap<>(ConfigFaultsTest.usable());
        file.put("Username", "me");
        file.put("Password", SECRET);
        file.put("Telemetry", Map.of("OtlpHeaders", Map.of("key", SECRET)));
        file.put("Profiling", Map.of("AuthPassword", SECRET));
        file.put("Kafka", Map.of("security.protocol", "SASL_SSL", "sasl.jaas.config", SECRET, "any.thing", SECRET));

        assertThat(texts(file)).isNotEmpty().noneMatch(text -> text.contains(SECRET));
    }

    @Test
    void no_key_that_holds_secrets_shows_one_when_it_is_wrong() {
        for (Object wrong : List.of(List.of(SECRET), Map.of("a", SECRET), SECRET + "://", "${file:/" + "x}" + SECRET)) {
            for (String key : List.of("Password", "DataSource", "Unknown", "Telemetry")) {
                Map<String, Object> file = new HashMap<>(ConfigFaultsTest.usable());
                file.put(key, wrong);
                assertThat(texts(file)).as(key).isNotEmpty().noneMatch(text -> text.contains(SECRET));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://u:hunter2%zz@h/d",
                "postgres://u:hunter2%ff@h/d",
                "postgres://u:%hunter2@h/d",
                "postgres://u:hunter2/x@h/d",
                "postgres://u:hunter2?x@h/d",
                "postgres://u:hunter2?sslmode=hunter2@h/d",
                "postgres://u:x?hunter2=1@h/d",
                "postgres://u:x?a b hunter2=1&sslmode=disable",
                "postgres://u:hunter2#x@h/d",
                "postgres://u:pw@h:hunter2/d",
                "postgres://u:pw@hun ter2hunter2/d",
                "postgres://u:pw@h1,hunter2/d",
                "postgres://u:pw@h/d?sslmode=hunter2",
                "postgres://u:pw@h/d?sslpassword=hunter2",
                "postgres://u:pw@h/d?connect_timeout=hunter2",
                "postgres://u:pw@h/d?sslrootcert=hunter2",
                "postgres://u:pw@h/d?hunter2",
                "user=u password='hunter2",
                "user=u password=hunter2'",
                "user=u password=hun ter2hunter2",
                "user=u port=hunter2",
                "password=hunter2",
                "hunter2"
            })
    void no_part_of_a_connection_string_is_shown(String dataSource) {
        Map<String, Object> file = new HashMap<>(ConfigFaultsTest.usable());
        file.put("DataSource", dataSource);

        assertThat(texts(file)).isNotEmpty().noneMatch(text -> text.contains(SECRET));
    }

    @Test
    void settings_show_no_values() {
        assertThat(new Setting("Password", SECRET, Setting.Source.FILE))
                .asString()
                .doesNotContain(SECRET);
    }

    /** Everything that loading {@code file} says, to a log or a terminal. */
    private static List<String> texts(Map<String, Object> file) {
        List<String> texts = new ArrayList<>();
        try {
            AppConfig config = ConfigLoader.load(file, Map.of(), Map.of());
            texts.add(config.toString());
            texts.addAll(config.notices());
        } catch (InvalidConfigException e) {
            texts.add(e.toString());
            texts.addAll(e.faults());
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                texts.add(cause.toString());
            }
        }
        return texts;
    }
}
