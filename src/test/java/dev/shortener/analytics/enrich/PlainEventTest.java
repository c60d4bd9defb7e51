package dev.shortener.analytics.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.support.MutatedEvents;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON parser is the measure: what is read without it must be what it reads. */
class PlainEventTest {

    private static final TimeRange RANGE = TimeRange.upTo(Instant.parse("2026-11-08T12:00:00Z"));
    private static final int EVENTS = 300_000;
    private static final String PLAIN =
            "{\"short_code\":\"aB3_-x\",\"timestamp\":1731067200,\"ip\":\"8.8.8.8\",\"user_agent\":\"Mozilla/5.0 (X11; Linux"
                    + " x86_64) Gecko/20100101\",\"referer\":\"https://example.com/a?b=c\",\"event_id\":\"e-1\"}";

    @Test
    void an_ordinary_event_is_read() {
        assertThat(read(PLAIN)).isNotNull().satisfies(PlainEventTest::assertAsParsed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"timestamp\":1731067200,\"short_code\":\"a\"}",
                " {\n\t\"short_code\" : \"a\" ,\r \"timestamp\" : 1731067200 } \n",
                "{\"short_code\":\"a\",\"timestamp\":1731067200,\"user_agent\":\"\",\"referer\":\"\",\"event_id\":\"\"}",
                "{\"short_code\":\"a\",\"timestamp\":1731067200,\"referer\":\"\u007f~ !#[]^_`{|}\"}"
            })
    void other_orders_and_spaces_are_read_as_the_parser_reads_them(String json) {
        ClickEvent event = read(json);
        assertThat(event).isNotNull();
        assertThat(new Decoded.Click(event)).isEqualTo(parsed(json.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"short_code\":\"a\"}",
                "{\"timestamp\":1731067200}",
                "{\"short_code\":\"\",\"timestamp\":1731067200}",
                "{\"short_code\":\"a b\",\"timestamp\":1731067200}",
                "{\"short_code\":\"123456789\",\"timestamp\":1731067200}",
                "{\"short_code\":\"a\",\"timestamp\":173106720}",
                "{\"short_code\":\"a\",\"timestamp\":17310672000}",
                "{\"short_code\":\"a\",\"timestamp\":0731067200}",
                "{\"short_code\":\"a\",\"timestamp\":1731067200.0}",
                "{\"short_code\":\"a\",\"timestamp\":1731067200e0}",
                "{\"short_code\":\"a\",\"timestamp\":-731067200}",
                "{\"short_code\":\"a\",\"timestamp\":9931067200}",
                "{\"short_code\":\"a\",\"timestamp\":\"1731067200\"}",
                "{\"short_code\":\"a\",\"timestamp\":1731067200,}",
                "{\"short_code\":\"a\",\"timestamp\":1731067200}}",
                "{\"short_code\":\"a\",\"timestamp\":1731067200",
                "{\"short_code\":\"a\",\"timestamp\":1731067200} x",
                "{\"short_code\":\"a\" \"timestamp\":1731067200}",
                "{\"short_code\":\"a\",\"timestamp\":1731067200,\"ip\":null}",
                "{\"short_code\":\"a\",\"short_code\":\"b\",\"timestamp\":1731067200}",
                "{\"short_code\":\"a\",\"timestamp\":1731067200,\"ip\":\"\\u0031\"}",
                "{\"short_code\":\"a\",\"timestamp\":1731067200,\"ip\":\"\u00e9\"}",
                "{\"short_code\":\"a\",\"timestamp\":1731067200,\"ip\":\"a\tb\"}",
                "{\"short_code\":\"a\",\"timestamp\":1731067200,\"ip\":\"",
                "{\"short_code\":\"a\",\"timestamp\":1731067200,\"other\":\"b\"}",
                "{\"short_code\":\"a\",\"timestamp\":1731067200,\"specversion\":\"1.0\",\"data\":{}}"
            })
    void whatever_is_not_as_nearly_all_are_is_left_to_the_parser(String json) {
        assertThat(read(json)).isNull();
    }

    @Test
    void texts_longer_than_their_limits_are_left_to_the_parser() {
        assertThat(read(PLAIN.replace("Mozilla", "M".repeat(1_000)))).isNull();
        assertThat(read(PLAIN.replace("example", "e".repeat(2_048)))).isNull();
        assertThat(read(PLAIN.replace("e-1", "e".repeat(65)))).isNull();
        assertThat(read(PLAIN.replace("e-1", "e".repeat(64)))).isNotNull();
    }

    /** At every place of a text, in its groups of eight bytes and behind them. */
    @Test
    void a_byte_that_is_not_plain_is_seen_wherever_it_stands() {
        int start = PLAIN.indexOf("Mozilla");
        int end = PLAIN.indexOf("\",\"referer");
        for (int at = start; at < end; at++) {
            for (int wrong = 0; wrong < 256; wrong++) {
                byte[] json = PLAIN.getBytes(UTF_8);
                json[at] = (byte) wrong;
                boolean isPlain = wrong >= ' ' && wrong < 0x80 && wrong != '"' && wrong != '\\';
                assertThat(PlainEvent.read(json, RANGE) != null)
                        .as("byte %d at %d", wrong, at)
                        .isEqualTo(isPlain);
            }
        }
    }

    @Test
    void what_it_takes_of_any_bytes_is_what_the_parser_makes_of_them() {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        MutatedEvents events = new MutatedEvents(seed, List.of("", "curl/8", "M\u00f6z\ud83d\ude00"));
        int taken = 0;
        for (int i = 0; i < EVENTS; i++) {
            byte[] json = events.next();
            // The decoder asks neither of the two about longer ones.
            ClickEvent event = json.length > ClickDecoder.MAX_RECORD_BYTES ? null : PlainEvent.read(json, RANGE);
            if (event != null) {
                taken++;
                assertThat(parsed(json).equals(new Decoded.Click(event)))
                        .as("seed %d, event %d", seed, i)
                        .isTrue();
            }
        }
        assertThat(taken).as("seed %d takes some", seed).isGreaterThan(EVENTS / 100);
    }

    private static void assertAsParsed(ClickEvent event) {
        assertThat(new Decoded.Click(event)).isEqualTo(parsed(PLAIN.getBytes(UTF_8)));
    }

    private static ClickEvent read(String json) {
        return PlainEvent.read(json.getBytes(UTF_8), RANGE);
    }

    private static Decoded parsed(byte[] json) {
        return ClickDecoder.decodeAnything(json, null, RANGE);
    }
}
