package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void what_steers_a_terminal_or_hides_is_escaped() {
        assertThat(Printable.text("a\u001b[2J\u009bm\r\n\t\u202egnp.exe\u200b\u2028z"))
                .isEqualTo("a\\u001b[2J\\u009bm\\r\\n\\t\\u202egnp.exe\\u200b\\u2028z");
        assertThat(Printable.text("日本語 é 🙂 \"x\"")).isEqualTo("日本語 é 🙂 \"x\"");
    }

    @Test
    void bytes_that_are_text_are_shown_as_text() {
        assertThat(Printable.bytes("é\u0007".getBytes(StandardCharsets.UTF_8))).isEqualTo("é\\u0007");
    }

    @Test
    void bytes_that_nearly_are_text_are_shown_with_the_others_in_hexadecimal() {
        assertThat(Printable.bytes("{\"a\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo("{\"a\":\"\\xe9\"}");
    }

    @Test
    void other_bytes_are_dumped_sixteen_a_line() {
        byte[] bytes = new byte[18];
        bytes[0] = 'A';
        bytes[17] = (byte) 0xff;
        assertThat(Printable.bytes(bytes).lines())
                .containsExactly(
                        "",
                        "000000  41 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  A...............",
                        "000010  00 ff                                            ..");
    }

    @Test
    void a_document_stays_what_it_is() {
        JsonObject document = new JsonObject().put("a", "\u009b\u202e\u0007 é");
        String shown = Printable.json(document.encode());
        assertThat(shown).doesNotContain("\u009b", "\u202e").contains("é");
        assertThat(new JsonObject(shown)).isEqualTo(document);
    }
}
