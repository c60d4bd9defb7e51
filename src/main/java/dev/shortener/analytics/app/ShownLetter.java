package dev.shortener.analytics.app;

import dev.shortener.analytics.config.DeadLetterKey;
import dev.shortener.analytics.enrich.ClickDecoder;
import dev.shortener.analytics.enrich.Decoded;
import dev.shortener.analytics.event.RawRecord;
import dev.shortener.analytics.event.Rejection;
import dev.shortener.analytics.kafka.DeadLetter;
import dev.shortener.analytics.kafka.DeadLetterContent;
import dev.shortener.analytics.kafka.UnreadableDeadLetterException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter, what can be read of it, and what would become of it now. Immutable.
 *
 * @param content null if it cannot be read
 * @param unreadable why not; null if it can
 * @param rejection why it would be rejected again; null if it would not, as far as its decoding goes, or cannot be read
 */
record ShownLetter(
        DeadLetter letter,
        @Nullable DeadLetterContent content,
        @Nullable String unreadable,
        @Nullable Rejection rejection) {

    static ShownLetter of(DeadLetter letter, @Nullable DeadLetterKey key) {
        try {
            DeadLetterContent content = letter.content(key);
            return new ShownLetter(letter, content, null, rejection(letter.raw(content)));
        } catch (UnreadableDeadLetterException sealed) {
            return new ShownLetter(letter, null, sealed.getMessage(), null);
        }
    }

    private static @Nullable Rejection rejection(RawRecord record) {
        Decoded decoded = new ClickDecoder(InstantSource.system()).decode(record);
        return decoded instanceof Decoded.Rejected rejected ? rejected.rejection() : null;
    }

    /** Whether and how {@code replay} would take it, in a sentence. */
    String fate() {
        if (unreadable != null) {
            return "replay passes it over: " + unreadable;
        }
        if (letter.origin().isEmpty()) {
            return "replay passes it over: it says not where its record first stood";
        }
        if (letter.fullLength().isPresent()) {
            return "replay passes it over: only the beginning of its record is here";
        }
        if (letter.isIdentityRedacted()) {
            return "replay passes it over: the id of its event had an address in it, and is another id without";
        }
        String parked = letter.isParked() ? "parked: only replay --parked takes it; " : "";
        return parked
                + (rejection == null
                        ? "it would be taken for a click"
                        : "it would be rejected again, " + rejection.reason().label() + ": " + rejection.message());
    }
}
