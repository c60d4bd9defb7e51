package dev.shortener.analytics.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.Rejection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClickDecoderFuzzTest {

    private static final int EVENTS = 100_000;
    private static final Instant NOW = Instant.parse("2024-11-08T12:00:00Z");
    private static final List<String> SEEDS = List.of(
            "{\"short_code\":\"abc12345\",\"timestamp\":1731000000,\"ip\":\"203.0.113.9\",\"user_agent\":\"Möz😀\\u00e9\\ud83d\\ude00\",\"referer\":\"https://t.co/x?a=b\",\"event_id\":\"e-1\"}",
            "{\"specversion\":\"1.0\",\"id\":\"7\",\"data\":{\"short_code\":\"a\",\"timestamp\":1.731e9,\"x\":[[{\"y\":null}],true,-0.5]}}",
            "{\"short_code\":\"a\",\"timestamp\":1731000000}");
    private static final List<String> TOKENS = List.of(
            "\"",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "null",
            "1e999",
            "-",
            "\\u0000",
            "\\ud800",
            "\\",
            "\"data\":",
            "\"specversion\":\"\"",
            "\uFEFF",
            "NaN",
            "\u0000",
            "\"timestamp\":",
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[");

    private final ClickDecoder decoder = new ClickDecoder(InstantSource.fixed(NOW));

    @Test
    void any_bytes_have_exactly_one_sound_result() {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        Random random = new Random(seed);
        int clicks = 0;
        for (int i = 0; i < EVENTS; i++) {
            byte[] value = mutated(random);
            clicks += check(value, "seed " + seed + ", event " + i) ? 1 : 0;
        }
        assertThat(clicks).as("seed %d reaches both results", seed).isBetween(EVENTS / 100, EVENTS * 99 / 100);
    }

    private boolean check(byte[] value, String where) {
        Decoded decoded;
        try {
            decoded = decoder.decode(value, null);
        } catch (RuntimeException | StackOverflowError thrown) {
            throw new AssertionError(where + ": " + Arrays.toString(value), thrown);
        }
        if (decoded instanceof Decoded.Click click) {
            assertSound(click.event(), where);
            return true;
        }
        assertSound(((Decoded.Rejected) decoded).rejection(), where);
        return false;
    }

    private static void assertSound(ClickEvent click, String where) {
        boolean sound = click.shortCode().matches("[A-Za-z0-9_-]{1,8}")
                && click.userAgent().length() <= 1_000
                && click.referer().length() <= 2_048
                && isUnicode(click.userAgent())
                && isUnicode(click.referer())
                && (click.eventId() == null || (!click.eventId().isEmpty() && isUnicode(click.eventId())));
        assertThat(sound).as(where).isTrue();
    }

    private static void assertSound(Rejection rejection, String where) {
        boolean sound = rejection.message().length() < 250
                && rejection.message().chars().allMatch(c -> c >= ' ' && c <= '~');
        assertThat(sound).as(where).isTrue();
    }

    private static boolean isUnicode(String text) {
        try {
            UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(text));
            return true;
        } catch (CharacterCodingException loneSurrogate) {
            return false;
        }
    }

    private static byte[] mutated(Random random) {
        byte[] value = SEEDS.get(random.nextInt(SEEDS.size())).getBytes(UTF_8);
        int changes = random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            value = changed(value, random);
        }
        return value;
    }

    private static byte[] changed(byte[] value, Random random) {
        int at = random.nextInt(value.length + 1);
        return switch (random.nextInt(4)) {
            case 0 ->
                spliced(value, at, TOKENS.get(random.nextInt(TOKENS.size())).getBytes(UTF_8), at);
            case 1 -> spliced(value, at, new byte[] {(byte) random.nextInt(256)}, Math.min(value.length, at + 1));
            case 2 -> spliced(value, at, new byte[0], at + random.nextInt(value.length - at + 1));
            default -> spliced(value, at, Arrays.copyOfRange(value, random.nextInt(at + 1), at), at);
        };
    }

    private static byte[] spliced(byte[] value, int from, byte[] middle, int to) {
        return ByteBuffer.allocate(from + middle.length + value.length - to)
                .put(value, 0, from)
                .put(middle)
                .put(value, to, value.length - to)
                .array();
    }
}
