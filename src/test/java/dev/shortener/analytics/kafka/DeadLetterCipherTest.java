package dev.shortener.analytics.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shortener.analytics.config.DeadLetterKey;
import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.event.TopicIdentity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadLetterCipherTest {

    private static final Position ORIGIN = new Position(new TopicIdentity("cluster", "clicks", "id"), 3, 42);
    private static final DeadLetterContent CONTENT = new DeadLetterContent(
            bytes("key"),
            bytes("{\"ip\":\"203.0.113.9\"}"),
            List.of(new LetterHeader("x-forwarded-for", bytes("203.0.113.9")), new LetterHeader("none", null)));

    private final DeadLetterCipher cipher = new DeadLetterCipher(key('1'));

    @Test
    void what_was_sealed_is_opened_with_the_same_key_and_origin() {
        DeadLetterContent opened = cipher.open(cipher.seal(CONTENT, ORIGIN), ORIGIN);
        assertThat(opened.key()).isEqualTo(CONTENT.key());
        assertThat(opened.value()).isEqualTo(CONTENT.value());
        assertThat(opened.headers())
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(CONTENT.headers());
    }

    @Test
    void a_tombstone_without_a_key_stays_one() {
        DeadLetterContent none = new DeadLetterContent(null, null, List.of());
        DeadLetterContent opened = cipher.open(cipher.seal(none, ORIGIN), ORIGIN);
        assertThat(opened.key()).isNull();
        assertThat(opened.value()).isNull();
    }

    @Test
    void no_two_are_the_same_and_none_shows_what_is_in_it() {
        byte[] one = cipher.seal(CONTENT, ORIGIN);
        byte[] other = cipher.seal(CONTENT, ORIGIN);
        assertThat(one).isNotEqualTo(other);
        assertThat(new String(one, StandardCharsets.ISO_8859_1)).doesNotContain("203.0.113", "forwarded", "key");
    }

    @Test
    void another_key_another_origin_and_a_changed_byte_are_refused() {
        byte[] sealed = cipher.seal(CONTENT, ORIGIN);
        Position elsewhere = new Position(ORIGIN.topic(), 3, 43);
        assertThatThrownBy(() -> new DeadLetterCipher(key('2')).open(sealed, ORIGIN))
                .isInstanceOf(UnreadableDeadLetterException.class);
        assertThatThrownBy(() -> cipher.open(sealed, elsewhere)).isInstanceOf(UnreadableDeadLetterException.class);
        for (int at = 0; at < sealed.length; at++) {
            byte[] changed = sealed.clone();
            changed[at] ^= 1;
            assertThatThrownBy(() -> cipher.open(changed, ORIGIN)).isInstanceOf(UnreadableDeadLetterException.class);
        }
        assertThatThrownBy(() -> cipher.open(new byte[0], ORIGIN)).isInstanceOf(UnreadableDeadLetterException.class);
    }

    private static DeadLetterKey key(char digit) {
        return DeadLetterKey.parse(String.valueOf(digit).repeat(64)).orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
