package dev.shortener.analytics.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRedactorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9 | 203.0.113.0",
                "203.0.113.9:51234 | 203.0.113.0:51234",
                "203.000.113.009 | 203.000.113.0",
                "[203.0.113.9] | [203.0.113.0]",
                "203.0.113.9, 10.1.2.3,198.51.100.77 | 203.0.113.0, 10.1.2.0,198.51.100.0",
                "for=203.0.113.9;proto=https, for=\"[2001:db8:a:b::9]:443\" | for=203.0.113.0;proto=https, for=\"[2001:db8:a::]:443\"",
                "the address is 203.0.113.9. | the address is 203.0.113.0.",
                "x203.0.113.9y | x203.0.113.0y",
                "12:203.0.113.9:443 | 12:203.0.113.0:443",
                "2001:db8:1:2:3:4:5:6 | 2001:db8:1::",
                "2001:DB8:1:2::5 | 2001:db8:1::",
                "2001:db8::1 | 2001:db8::",
                "1::2:3:4:5:6:7 | 1:0:2::",
                "fe80::1%eth0 | fe80::%eth0",
                "::1 | ::",
                "::ffff:203.0.113.9 | ::ffff:203.0.113.0",
                "::ffff:cb00:7109 | ::ffff:203.0.113.0",
                "64:ff9b::203.0.113.9 | 64:ff9b::203.0.113.0",
                "2002:cb00:7109:1::1 | 2002:cb00:7100::",
                "2001:db8:1:2:3:4:5:6:7:8 | 2001:db8:1::",
                "2001:db8:1::2::3 | 2001:db8:1::",
                "ip:2001:db8::1 | ip:2001:db8::",
                "ip=2001:db8:1:2::5. | ip=2001:db8:1::.",
                "?ip=2001%3Adb8%3A1%3A2%3A%3A5&x=203%2E0%2E113%2E9 | ?ip=2001:db8:1::&x=203%2E0%2E113%2E0"
            })
    void an_address_is_cut_to_its_network(String text, String redacted) {
        assertThat(AddressRedactor.redact(text)).isEqualTo(redacted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/124.0.6367.91 Safari/537.36",
                "Chrome/120.0.0.0",
                "300.1.2.3",
                "1..2.3.4",
                "12:30:45",
                "2026-11-24T10:00:00.123Z",
                "00:11:22:33:44:55",
                "std::vector std::add shop::1234",
                "::",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "123e4567-e89b-12d3-a456-426614174000",
                "{\"short_code\":\"abc12345\",\"timestamp\":1731000000,\"event_id\":\"e-1\"}",
                "{\"zip\":3405803785,\"recipient\":3405803785,\"timestamp\":1731000000}"
            })
    void what_is_no_address_stays_byte_for_byte(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(AddressRedactor.redact(bytes).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"ip\":\"203.0.113.9\",\"ti | {\"ip\":\"203.0.113.0\",\"ti",
                "{\"ip\":\"203\\u002e0\\u002E113.\\u0039\"} | {\"ip\":\"203\\u002e0\\u002E113.0\"}",
                "{\"a\":\"\\n203.0.113.9\\t2001:db8:1:2::5\"} | {\"a\":\"\\n203.0.113.0\\t2001:db8:1::\"}",
                "\"{\\\"ip\\\":\\\"203.0.113.9\\\"}\" | \"{\\\"ip\\\":\\\"203.0.113.0\\\"}\"",
                "\"{\\\"ip\\\":\\\"203\\\\u002e0.113.9\\\"}\" | \"{\\\"ip\\\":\\\"203\\\\u002e0.113.0\\\"}\"",
                "{\"ip\":3405803785} | {\"ip\":3405803776}",
                "{\"ip\" : \"3405803785\"} | {\"ip\" : \"3405803776\"}",
                "{\"client_ip\":\"0xCB007109\"} | {\"client_ip\":\"3405803776\"}",
                "\"{\\\"ip\\\":3405803785}\" | \"{\\\"ip\\\":3405803776}\""
            })
    void json_may_be_escaped_or_broken(String text, String redacted) {
        assertThat(AddressRedactor.redact(text)).isEqualTo(redacted);
    }

    @Test
    void invalid_utf_8_and_utf_16_are_read_as_well() {
        byte[] invalid = bytes("\u00ff\u00fe203.0.113.9\u00ff", StandardCharsets.ISO_8859_1);
        assertThat(AddressRedactor.redact(invalid).bytes())
                .isEqualTo(bytes("\u00ff\u00fe203.0.113.0\u00ff", StandardCharsets.ISO_8859_1));
        byte[] wide = bytes("{\"ip\":\"203.0.113.142\"}", StandardCharsets.UTF_16LE);
        assertThat(AddressRedactor.redact(wide).bytes())
                .isEqualTo(bytes("{\"ip\":\"203.0.113.0\"}", StandardCharsets.UTF_16LE));
    }

    @Test
    void an_address_in_the_id_of_an_event_is_told() {
        assertThat(identityChanged("{\"event_id\":\"203.0.113.9-17\",\"ip\":\"1.2.3.4\"}"))
                .isTrue();
        assertThat(identityChanged("{\"ip\":\"1.2.3.4\",\"id\":\"2001:db8::1\"}"))
                .isTrue();
        assertThat(identityChanged("{\"event_id\":\"e-17\",\"ip\":\"1.2.3.4\",\"id\":\"x\"}"))
                .isFalse();
        assertThat(identityChanged("{\"event_id\":\"1.2.3.0\",\"note\":\"a\"}")).isTrue();
    }

    /** Whatever stands around it: with the addresses of the seed, none is left in any of its spellings. */
    @Test
    void no_address_is_left_wherever_it_stands() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String last = Integer.toString(1 + random.nextInt(255));
            String v4 = "198.51." + random.nextInt(256) + "." + last;
            String tail = Integer.toHexString(0x1000 + random.nextInt(0xE000));
            String v6 = "2a01:4f8:" + Integer.toHexString(random.nextInt(0xFFFF)) + ":" + tail + "::" + tail;
            String text =
                    garbage(random) + escaped(v4, random) + garbage(random) + escaped(v6, random) + garbage(random);
            String redacted = new String(
                    AddressRedactor.redact(text.getBytes(StandardCharsets.ISO_8859_1))
                            .bytes(),
                    StandardCharsets.ISO_8859_1);
            String unescaped = new UnescapedText(redacted.getBytes(StandardCharsets.ISO_8859_1)).toString();
            assertThat(unescaped)
                    .as("seed %d: %s", seed, text)
                    .doesNotContain(v4)
                    .doesNotContain(tail + "::" + tail);
        }
    }

    /** The control: what leaves escapes alone leaves addresses. */
    @Test
    void without_reading_escapes_addresses_would_be_left() {
        String escaped = "{\"ip\":\"203\\u002e0.113.9\"}";
        assertThat(escaped.replaceAll("\\d+\\.\\d+\\.\\d+\\.\\d+", "")).isEqualTo(escaped);
        assertThat(AddressRedactor.redact(escaped)).isNotEqualTo(escaped);
    }

    @Test
    void what_was_redacted_is_redacted_no_further() {
        for (String text :
                List.of("203.0.113.9", "2001:db8:1:2::5", "::ffff:1.2.3.4", "2002:cb00:7109::", "1::2:3:4:5:6:7")) {
            String once = AddressRedactor.redact(text);
            assertThat(AddressRedactor.redact(once)).isEqualTo(once);
        }
    }

    @Test
    void a_mebibyte_of_anything_takes_no_noticeable_time() {
        List<UnaryOperator<String>> mean = List.of(
                text -> "1".repeat(1 << 20),
                text -> ":".repeat(1 << 20),
                text -> "1.".repeat(1 << 19),
                text -> "a:".repeat(1 << 19),
                text -> "a::b ".repeat(1 << 17),
                text -> "\"id\":\"1.2.3.4\"".repeat(1 << 16),
                text -> "\"id\":\"x\"".repeat(1 << 16) + "1.2.3.4 ".repeat(1 << 16),
                text -> "\"ip_".repeat(1 << 18),
                text -> "\"" + "ip_".repeat(1 << 18),
                text -> "\"ip\"" + " ".repeat(1 << 20),
                text -> "\\".repeat(1 << 20),
                text -> "%3".repeat(1 << 19));
        long started = System.nanoTime();
        mean.forEach(text ->
                assertThatCode(() -> AddressRedactor.redact(text.apply(""))).doesNotThrowAnyException());
        // Not a measurement: what is quadratic takes hours.
        assertThat(System.nanoTime() - started).isLessThan(60_000_000_000L);
    }

    private static boolean identityChanged(String json) {
        return AddressRedactor.redact(json.getBytes(StandardCharsets.UTF_8)).identityChanged();
    }

    /** Characters that are none of an address at its ends, as otherwise it would be another one. */
    private static String garbage(Random random) {
        String alphabet = "{}[]\",'<>=;&? xyz-/\u00ff@|\u0001";
        StringBuilder text = new StringBuilder();
        for (int left = 1 + random.nextInt(12); left > 0; left--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static String escaped(String address, Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            switch (random.nextInt(12)) {
                case 0 -> text.append(String.format("\\u%04x", (int) c));
                case 1 -> text.append(String.format("%%%02X", (int) c));
                case 2 -> text.append('\0').append(c);
                default -> text.append(c);
            }
        }
        return text.toString();
    }

    private static byte[] bytes(String text, Charset charset) {
        return text.getBytes(charset);
    }
}
