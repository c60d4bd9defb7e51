package dev.shortener.analytics.enrich;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.ClientHints;
import dev.shortener.analytics.event.RawRecord;
import dev.shortener.analytics.event.Reason;
import dev.shortener.analytics.event.Rejection;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClickDecoderTest {

    private static final Instant NOW = Instant.parse("2024-11-08T12:00:00Z");
    private static final long TIME = 1_731_000_000;
    private static final ClickDecoder DECODER = new ClickDecoder(InstantSource.fixed(NOW));

    @Test
    void client_hints_are_read_and_may_be_absent_null_or_empty() {
        String json = "{\"short_code\":\"a\",\"timestamp\":" + TIME
                + ",\"sec_ch_ua\":\"\\\"Chromium\\\";v=\\\"120\\\"\",\"sec_ch_ua_platform\":\"\\\"Android\\\"\","
                + "\"sec_ch_ua_mobile\":\"?1\",\"sec_ch_ua_model\":null}";
        assertThat(accepted(json).clientHints())
                .isEqualTo(new ClientHints("\"Chromium\";v=\"120\"", "\"Android\"", "?1", ""));
        assertThat(accepted("{\"short_code\":\"a\",\"timestamp\":" + TIME + ",\"sec_ch_ua\":\"\"}")
                        .clientHints())
                .isSameAs(ClientHints.NONE);
    }

    @Test
    void a_full_event_is_a_click() {
        ClickEvent click = accepted(
                """
                {"short_code":"abc12345","timestamp":1731000000,"ip":"203.0.113.9","user_agent":"UA","referer":"https://x.y/z","event_id":"e1"}""");
        assertThat(click)
                .isEqualTo(new ClickEvent(
                        "abc12345", Instant.ofEpochSecond(TIME), "203.0.113.9", "UA", "https://x.y/z", "e1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"short_code\":\"a\",\"timestamp\":1731000000}",
                "{\"short_code\":\"a\",\"timestamp\":1731000000,\"ip\":null,\"user_agent\":null,\"referer\":null,\"event_id\":null}",
                "{\"short_code\":\"a\",\"timestamp\":1731000000,\"ip\":\"\",\"user_agent\":\"\",\"referer\":\"\",\"event_id\":\"\"}",
                "\uFEFF{\"short_code\":\"a\",\"timestamp\":1731000000}",
                " \r\n\t{ \"timestamp\" : 1731000000 , \"short_code\" : \"\\u0061\" } \n",
                "{\"x\":{\"short_code\":1},\"short_code\":\"a\",\"y\":[[{}]],\"timestamp\":1731000000,\"id\":7,\"data\":{\"ip\":5}}",
            })
    void absent_null_and_empty_are_the_same_and_unknown_members_are_ignored(String json) {
        assertThat(accepted(json)).isEqualTo(new ClickEvent("a", Instant.ofEpochSecond(TIME), "", "", "", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1731000000", "1731000000.0", "1.731e9", "1.731E+9", "17310000000e-1"})
    void a_whole_number_of_seconds_counts_however_it_is_spelt(String number) {
        assertThat(accepted(event("abc", number)).clickedAt()).isEqualTo(Instant.ofEpochSecond(TIME));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "abcdefgh", "A-_z0129", "--------"})
    void every_allowed_short_code_is_accepted(String code) {
        assertThat(accepted(event(code, "1731000000")).shortCode()).isEqualTo(code);
    }

    @Test
    void time_is_limited_to_2000_and_one_day_ahead_of_the_clock() {
        long tomorrow = NOW.plusSeconds(86_400).getEpochSecond();
        assertThat(accepted(event("a", "946684800")).clickedAt()).isEqualTo(Instant.parse("2000-01-01T00:00:00Z"));
        assertThat(accepted(event("a", "" + tomorrow)).clickedAt()).isEqualTo(Instant.ofEpochSecond(tomorrow));
        assertThat(rejected(event("a", "946684799")).reason()).isEqualTo(Reason.OUT_OF_RANGE);
        assertThat(rejected(event("a", "" + (tomorrow + 1))).reason()).isEqualTo(Reason.OUT_OF_RANGE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"timestamp\":1731000000}                            | missing_field  | short_code",
                "{\"short_code\":null,\"timestamp\":1731000000}        | missing_field  | short_code",
                "{\"short_code\":\"\",\"timestamp\":1731000000}        | missing_field  | short_code",
                "{\"Short_Code\":\"a\",\"timestamp\":1731000000}       | missing_field  | short_code",
                "{\"short_code\":7,\"timestamp\":1731000000}           | invalid_field  | short_code",
                "{\"short_code\":[\"a\"],\"timestamp\":1731000000}     | invalid_field  | short_code",
                "{\"short_code\":\"a b\",\"timestamp\":1731000000}     | invalid_field  | short_code",
                "{\"short_code\":\"ä\",\"timestamp\":1731000000}       | invalid_field  | short_code",
                "{\"short_code\":\"a\\u0000\",\"timestamp\":1731000000}| invalid_field  | short_code",
                "{\"short_code\":\"\\ud83d\",\"timestamp\":1731000000} | invalid_field  | short_code",
                "{\"short_code\":\"abcdefghi\",\"timestamp\":1}        | too_large      | short_code",
                "{\"short_code\":\"a\"}                                | missing_field  | timestamp",
                "{\"short_code\":\"a\",\"timestamp\":null}             | missing_field  | timestamp",
                "{\"short_code\":\"a\",\"timestamp\":\"1731000000\"}   | invalid_field  | timestamp",
                "{\"short_code\":\"a\",\"timestamp\":\"2024-11-07\"}   | invalid_field  | timestamp",
                "{\"short_code\":\"a\",\"timestamp\":true}             | invalid_field  | timestamp",
                "{\"short_code\":\"a\",\"timestamp\":{\"a\":1}}        | invalid_field  | timestamp",
                "{\"short_code\":\"a\",\"timestamp\":1731000000.5}     | invalid_field  | timestamp",
                "{\"short_code\":\"a\",\"timestamp\":1e-400}           | invalid_field  | timestamp",
                "{\"short_code\":\"a\",\"timestamp\":0}                | out_of_range   | timestamp",
                "{\"short_code\":\"a\",\"timestamp\":-1731000000}      | out_of_range   | timestamp",
                "{\"short_code\":\"a\",\"timestamp\":9404640000000}    | out_of_range   | timestamp",
                "{\"short_code\":\"a\",\"timestamp\":1e400}            | out_of_range   | timestamp",
                "{\"short_code\":\"a\",\"timestamp\":1e999999999}      | out_of_range   | timestamp",
                "{\"short_code\":\"a\",\"timestamp\":1e9999999999999}  | out_of_range   | timestamp",
                "{\"short_code\":\"a\",\"timestamp\":18446744073709551616} | out_of_range | timestamp",
                "{\"short_code\":\"a\",\"timestamp\":1731000000,\"ip\":1}           | invalid_field | ip",
                "{\"short_code\":\"a\",\"timestamp\":1731000000,\"user_agent\":[]}  | invalid_field | user_agent",
                "{\"short_code\":\"a\",\"timestamp\":1731000000,\"referer\":{\"a\":[]}} | invalid_field | referer",
                "{\"short_code\":\"a\",\"timestamp\":1731000000,\"event_id\":5}     | invalid_field | event_id",
                "{\"short_code\":\"a\",\"timestamp\":1731000000,\"event_id\":\"\\udc00\"} | invalid_field | event_id",
                "{\"specversion\":\"1.0\",\"id\":\"1\"}                | missing_field  | data",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"data\":\"x\"} | missing_field  | data",
                "{\"specversion\":\"1.0\",\"id\":1,\"data\":{\"short_code\":\"a\",\"timestamp\":1731000000}} | invalid_field | id",
            })
    void a_bad_member_is_named(String json, String reason, String field) {
        Rejection rejection = rejected(json);
        assertThat(rejection.reason().label()).isEqualTo(reason);
        assertThat(rejection.field()).isEqualTo(field);
        assertThat(rejection.message()).contains(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{                                        | malformed_json",
                "{\"short_code\":\"a                      | malformed_json",
                "{\"short_code\":5,                       | malformed_json",
                "{\"short_code\":\"a\",\"timestamp\":NaN} | malformed_json",
                "{\"short_code\":\"a\",\"timestamp\":01}  | malformed_json",
                "{\"short_code\":\"a\",\"timestamp\":1731000000}x  | malformed_json",
                "{\"short_code\":\"a\",\"timestamp\":1731000000}{} | malformed_json",
                "{'short_code':'a'}                       | malformed_json",
                "{short_code:1}                           | malformed_json",
                "{\"a\":1,}                               | malformed_json",
                "{\"a\":\"\\x\"}                          | malformed_json",
                "{\"a\":\"\\ud83\"}                       | malformed_json",
                "short_code=abc                           | malformed_json",
                "<xml/>                                   | malformed_json",
                "[1                                       | malformed_json",
                "[1] 2                                    | malformed_json",
                "[1]                                      | not_an_object",
                "[{\"short_code\":\"a\"}]                 | not_an_object",
                "null                                     | not_an_object",
                "true                                     | not_an_object",
                "5                                        | not_an_object",
                "\"a\"                                    | not_an_object",
                "~ ~                                      | empty",
            })
    void a_bad_text_is_rejected_as_a_whole(String text, String reason) {
        Rejection rejection = rejected(text);
        assertThat(rejection.reason().label()).isEqualTo(reason);
        assertThat(rejection.field()).isNull();
    }

    @Test
    void a_tombstone_and_an_empty_value_are_empty() {
        assertThat(DECODER.decode(new RawRecord(0, null, "id", null))).isInstanceOf(Decoded.Rejected.class);
        assertThat(rejection(null).reason()).isEqualTo(Reason.EMPTY);
        assertThat(rejection(new byte[0]).reason()).isEqualTo(Reason.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C080",
                "C1BF",
                "E08080",
                "EDA080",
                "EDBFBF",
                "F08080AF",
                "F4908080",
                "F5808080",
                "FF",
                "80",
                "C3",
                "E282",
                "00"
            })
    void bytes_that_are_not_utf_8_are_malformed_wherever_they_stand(String hex) {
        byte[] bytes = java.util.HexFormat.of().parseHex(hex);
        for (String around : new String[] {
            "{\"short_code\":\"a\",\"timestamp\":1731000000,\"user_agent\":\"@\"}",
            "{\"short_code\":\"a\",\"timestamp\":1731000000,\"unknown@\":1}",
            "{\"short_code\":\"a\",\"timestamp\":1731000000}@",
        }) {
            String text = around.replace("@", new String(bytes, ISO_8859_1));
            Rejection rejection = rejection(text.getBytes(ISO_8859_1));
            assertThat(rejection.reason()).isEqualTo(Reason.MALFORMED_JSON);
            assertThat(rejection.message()).contains("UTF-8");
        }
    }

    @Test
    void another_encoding_is_malformed() {
        assertThat(rejection(event("abc", "1731000000").getBytes(UTF_16LE)).reason())
                .isEqualTo(Reason.MALFORMED_JSON);
    }

    @Test
    void every_sort_of_character_survives() {
        String text = "aé€😀\u0001\u007F\uFFFF";
        ClickEvent click =
                accepted("{\"short_code\":\"a\",\"timestamp\":1731000000,\"user_agent\":\"aé€😀\\u0001\u007F\uFFFF\"}");
        assertThat(click.userAgent()).isEqualTo(text);
    }

    @Test
    void milliseconds_are_recognised() {
        Rejection rejection = rejected(event("a", "1731000000000"));
        assertThat(rejection.reason()).isEqualTo(Reason.OUT_OF_RANGE);
        assertThat(rejection.message())
                .contains("1731000000000")
                .contains("milliseconds")
                .contains("seconds since 1970");
    }

    @Test
    void a_member_given_twice_counts_as_it_was_given_last() {
        assertThat(
                        accepted(
                                "{\"short_code\":\"a\",\"timestamp\":1731000000,\"ip\":\"1.1.1.1\",\"short_code\":\"b\",\"ip\":null}"))
                .isEqualTo(new ClickEvent("b", Instant.ofEpochSecond(TIME), "", "", "", null));
        assertThat(rejected("{\"short_code\":7,\"timestamp\":1731000000,\"short_code\":\"b\"}")
                        .reason())
                .isEqualTo(Reason.INVALID_FIELD);
    }

    @Test
    void long_texts_are_read_to_their_limit_and_never_through_a_character() {
        ClickEvent click = accepted(withText("user_agent", "a".repeat(999) + "😀"));
        assertThat(click.userAgent()).isEqualTo("a".repeat(999));
        assertThat(accepted(withText("user_agent", "a".repeat(998) + "😀b")).userAgent())
                .hasSize(1_000);
        assertThat(accepted(withText("referer", "r".repeat(5_000))).referer()).hasSize(2_048);
    }

    @Test
    void half_a_surrogate_pair_is_replaced() {
        assertThat(accepted(withText("user_agent", "a\\ud83dz")).userAgent()).isEqualTo("a\uFFFDz");
        assertThat(accepted(withText("referer", "\\ude00\\ud83d")).referer()).isEqualTo("\uFFFD\uFFFD");
    }

    @Test
    void the_largest_record_is_read_and_the_next_is_not() {
        String start = "{\"short_code\":\"a\",\"timestamp\":1731000000,\"x\":\"";
        int fill = ClickDecoder.MAX_RECORD_BYTES - start.length() - 2;
        assertThat(accepted(start + "x".repeat(fill) + "\"}").shortCode()).isEqualTo("a");
        Rejection rejection = rejected(start + "x".repeat(fill + 1) + "\"}");
        assertThat(rejection.reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(rejection.message()).contains("65537").contains("65536");
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "short_code", "ip", "other", "data"})
    void nesting_is_limited_to_32_wherever_it_stands(String member) {
        assertThat(rejected(nested(member, 33)).reason()).isEqualTo(Reason.TOO_DEEP);
        assertThat(rejected(nested(member, 30_000)).reason()).isEqualTo(Reason.TOO_DEEP);
    }

    @Test
    void nesting_of_32_is_read() {
        assertThat(accepted(nested("other", 32)).shortCode()).isEqualTo("a");
    }

    @Test
    void numbers_and_names_of_any_length_are_read() {
        String number = "9".repeat(30_000);
        assertThat(rejected(event("a", number)).reason()).isEqualTo(Reason.OUT_OF_RANGE);
        assertThat(rejected(event("a", number)).message()).hasSizeLessThan(200);
        assertThat(accepted("{\"x\":" + number + ",\"" + "n".repeat(30_000)
                                + "\":1,\"short_code\":\"a\",\"timestamp\":1731000000}")
                        .shortCode())
                .isEqualTo("a");
    }

    @Test
    void the_header_is_the_event_id_when_the_body_has_none() {
        assertThat(accepted(event("a", "1731000000"), "h-1").eventId()).isEqualTo("h-1");
        assertThat(accepted(event("a", "1731000000"), "").eventId()).isNull();
        assertThat(accepted(withText("event_id", "b-1"), "h-1").eventId()).isEqualTo("b-1");
        assertThat(accepted(withText("event_id", "b-1"), "x".repeat(99)).eventId())
                .isEqualTo("b-1");
    }

    @Test
    void an_event_id_longer_than_64_characters_is_too_large() {
        assertThat(accepted(withText("event_id", "😀".repeat(64))).eventId()).hasSize(128);
        assertThat(rejected(withText("event_id", "x".repeat(65))).field()).isEqualTo("event_id");
        assertThat(rejected(withText("event_id", "x".repeat(65))).reason()).isEqualTo(Reason.TOO_LARGE);
        Decoded byHeader = DECODER.decode(event("a", "1731000000").getBytes(UTF_8), "x".repeat(65));
        assertThat(((Decoded.Rejected) byHeader).rejection().field()).isEqualTo("ce_id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"specversion\":\"1.0\",\"id\":\"ce-7\",\"type\":\"click\",\"source\":\"/s\",\"data\":{\"short_code\":\"a\",\"timestamp\":1731000000,\"x\":{}}}",
                "{\"data\":{\"timestamp\":1731000000,\"short_code\":\"a\"},\"id\":\"ce-7\",\"specversion\":\"1.0\"}",
                "{\"specversion\":\"1.0\",\"id\":\"other\",\"data\":{\"short_code\":\"a\",\"timestamp\":1731000000,\"event_id\":\"ce-7\"}}",
                "{\"specversion\":\"1.0\",\"id\":\"ce-7\",\"timestamp\":\"x\",\"data\":{\"short_code\":\"a\",\"timestamp\":1731000000}}",
            })
    void a_cloud_event_in_structured_mode_is_a_click(String json) {
        assertThat(accepted(json)).isEqualTo(new ClickEvent("a", Instant.ofEpochSecond(TIME), "", "", "", "ce-7"));
    }

    @Test
    void a_fault_inside_a_cloud_event_is_named() {
        assertThat(rejected("{\"specversion\":\"1.0\",\"id\":\"1\",\"data\":{\"short_code\":\"a\"}}")
                        .field())
                .isEqualTo("timestamp");
    }

    @Test
    void no_message_carries_an_address_a_user_agent_or_a_referer() {
        for (String field : new String[] {"ip", "user_agent", "referer"}) {
            String json = "{\"short_code\":\"a\",\"timestamp\":1731000000,\"" + field + "\":[\"SECRET\"]}";
            assertThat(rejected(json).message()).doesNotContain("SECRET");
            assertThat(rejected(json.replace("[", "").replace("\"SECRET\"]", "SECRET"))
                            .message())
                    .doesNotContain("SECRET");
        }
    }

    @Test
    void a_quoted_value_is_short_and_printable() {
        String message = rejected(event("a\\nb\\u001b" + "x".repeat(9_000), "1731000000"))
                .message();
        assertThat(message).hasSizeLessThan(200).matches("[ -~]*");
    }

    private static String event(String code, String timestamp) {
        return "{\"short_code\":\"" + code + "\",\"timestamp\":" + timestamp + "}";
    }

    private static String withText(String member, String text) {
        return "{\"short_code\":\"a\",\"timestamp\":1731000000,\"" + member + "\":\"" + text + "\"}";
    }

    private static String nested(String member, int depth) {
        int inner = depth - 1;
        return "{\"" + member + "\":" + "[".repeat(inner) + "]".repeat(inner)
                + ",\"short_code\":\"a\",\"timestamp\":1731000000}";
    }

    private static ClickEvent accepted(String json) {
        return accepted(json, null);
    }

    private static ClickEvent accepted(String json, @Nullable String headerEventId) {
        Decoded decoded = DECODER.decode(json.getBytes(UTF_8), headerEventId);
        assertThat(decoded).as(json).isInstanceOf(Decoded.Click.class);
        return ((Decoded.Click) decoded).event();
    }

    private static Rejection rejected(String json) {
        return rejection(json.getBytes(UTF_8));
    }

    private static Rejection rejection(byte @Nullable [] value) {
        Decoded decoded = DECODER.decode(value, null);
        assertThat(decoded).isInstanceOf(Decoded.Rejected.class);
        return ((Decoded.Rejected) decoded).rejection();
    }
}
