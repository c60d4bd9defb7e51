package dev.shortener.analytics.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterKeyTest {

    private static final String HEX = "00112233445566778899aabbccddeeff".repeat(2);

    @Test
    void hexadecimal_and_base64_of_the_same_bytes_are_the_same_key() {
        DeadLetterKey key = DeadLetterKey.parse(HEX).orElseThrow();
        String base64 = Base64.getEncoder().encodeToString(key.bytes());
        assertThat(DeadLetterKey.parse(base64 + "\n")).contains(key);
        assertThat(DeadLetterKey.parse(HEX.toUpperCase(java.util.Locale.ROOT))).contains(key);
        assertThat(key.bytes()).hasSize(32);
    }

    @Test
    void it_is_named_without_being_shown() {
        DeadLetterKey key = DeadLetterKey.parse(HEX).orElseThrow();
        assertThat(key.id()).matches("[0-9a-f]{16}");
        assertThat(key.toString()).isEqualTo("key " + key.id());
        assertThat(DeadLetterKey.parse("f" + HEX.substring(1)).orElseThrow().id())
                .isNotEqualTo(key.id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "hunter2", "00112233", "zz112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"})
    void anything_else_is_none_and_not_shown(String text) {
        assertThat(DeadLetterKey.parse(text)).isEmpty();
        if (!text.isEmpty()) {
            assertThatThrownBy(() -> load(Map.of("Key", text)))
                    .hasMessage(
                            "DeadLetter.Key: the value (hidden) is no key; allowed: 32 random bytes in base64 or hexadecimal,"
                                    + " such as openssl rand -base64 32 makes");
        }
    }

    @Test
    void who_encrypts_needs_one() {
        assertThatThrownBy(() -> load(Map.of("Privacy", "encrypt")))
                .hasMessage(
                        "DeadLetter.Key: is required, because DeadLetter.Privacy is encrypt; allowed: 32 random bytes in"
                                + " base64 or hexadecimal, such as openssl rand -base64 32 makes");
        assertThatThrownBy(() -> load(Map.of("Privacy", "hide")))
                .hasMessage("DeadLetter.Privacy: 'hide' is unknown; allowed: keep, redact, encrypt");
    }

    @Test
    void it_comes_from_the_environment_or_a_file(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("key"), HEX + "\n");
        DeadLetterKey key = DeadLetterKey.parse(HEX).orElseThrow();
        assertThat(load(Map.of("Key", "${file:" + file + "}")).key()).isEqualTo(key);
        assertThat(load(Map.of("Key", "${K}", "Privacy", "encrypt")).key()).isEqualTo(key);
        assertThat(load(Map.of("Key", "${K}")).toString()).doesNotContain(HEX.substring(0, 8));
    }

    private static DeadLetterConfig load(Map<String, Object> section) {
        Map<String, Object> file = new HashMap<>(ConfigFaultsTest.usable());
        file.put("DeadLetter", section);
        return ConfigLoader.load(file, Map.of("K", HEX), Map.of()).deadLetter();
    }
}
