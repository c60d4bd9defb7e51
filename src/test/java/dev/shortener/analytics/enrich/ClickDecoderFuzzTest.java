package dev.shortener.analytics.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.Rejection;
import dev.shortener.analytics.support.MutatedEvents;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What comes out of the decoder alone; {@code EnrichFuzzTest} sends the same events through everything. */
class ClickDecoderFuzzTest {

    private static final int EVENTS = 100_000;
    private static final Instant NOW = Instant.parse("2024-11-08T12:00:00Z");
    private static final List<String> USER_AGENTS = List.of("", "curl/8", "M\u00f6z\ud83d\ude00\ud800");

    private final ClickDecoder decoder = new ClickDecoder(InstantSource.fixed(NOW));

    @Test
    void any_bytes_have_exactly_one_sound_result() {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        MutatedEvents events = new MutatedEvents(seed, USER_AGENTS);
        int clicks = 0;
        for (int i = 0; i < EVENTS; i++) {
            byte[] value = events.next();
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
}
