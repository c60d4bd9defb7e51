package dev.shortener.analytics.app;

import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.kafka.DeadLetter;
import dev.shortener.analytics.kafka.DeadLetterContent;
import dev.shortener.analytics.kafka.LetterHeader;
import java.io.PrintWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes a dead letter for people. Stateless. */
final class ShownLetterText {

    private static final int MAX_SHOWN_BYTES = 4 * 1024;

    private ShownLetterText() {}

    static void print(String topic, ShownLetter shown, PrintWriter out) {
        DeadLetter letter = shown.letter();
        line(out, "dead letter", topic + " " + letter.partition() + ":" + letter.offset() + ", " + letter.time());
        line(
                out,
                "reason",
                letter.reason() + letter.field().map(field -> ", " + field).orElse(""));
        line(out, "why", letter.message());
        line(out, "now", shown.fate());
        line(
                out,
                "origin",
                letter.origin().map(origin -> origin(origin, letter)).orElse("unknown"));
        line(out, "rejected", times(letter));
        letter.fullLength().ifPresent(length -> line(out, "truncated", "its value had %,d bytes".formatted(length)));
        letter.ours().forEach((name, value) -> line(out, "header", name + ": " + value));
        if (shown.content() != null) {
            print(shown.content(), out);
        }
    }

    private static String origin(Position origin, DeadLetter letter) {
        return origin.topic().topic() + " " + origin.partition() + ":" + origin.offset()
                + letter.originTime().map(time -> ", " + time).orElse("");
    }

    private static String times(DeadLetter letter) {
        int attempts = letter.attempts();
        return (attempts == 1 ? "once" : attempts + " times") + (letter.isParked() ? ", parked" : "");
    }

    private static void print(DeadLetterContent content, PrintWriter out) {
        for (LetterHeader header : content.headers()) {
            harmless(out, "header", Printable.text(header.name()) + ": " + bytes(header.value()));
        }
        harmless(out, "key", bytes(content.key()));
        harmless(out, "value", bytes(content.value()));
    }

    private static String bytes(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "(none)";
        }
        if (bytes.length <= MAX_SHOWN_BYTES) {
            return bytes.length == 0 ? "(empty)" : Printable.bytes(bytes);
        }
        return Printable.bytes(Arrays.copyOf(bytes, MAX_SHOWN_BYTES))
                + " ... and %,d bytes more, which --json shows".formatted(bytes.length - MAX_SHOWN_BYTES);
    }

    private static void line(PrintWriter out, String name, String value) {
        harmless(out, name, Printable.text(value));
    }

    /** What was made harmless already; bytes may have taken several lines. */
    private static void harmless(PrintWriter out, String name, String value) {
        out.println("%-12s %s".formatted(name, value));
    }
}
