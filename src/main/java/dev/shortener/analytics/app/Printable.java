package dev.shortener.analytics.app;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Shows what anybody may have written so that it can neither steer a terminal nor hide in it. Stateless. */
final class Printable {

    private static final int BYTES_OF_A_LINE = 16;

    private Printable() {}

    /** A text in one line: control characters, and others that nobody sees, as JSON escapes them. */
    static String text(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> append(c, shown));
        return shown.toString();
    }

    private static void append(int character, StringBuilder shown) {
        switch (character) {
            case '\n' -> shown.append("\\n");
            case '\r' -> shown.append("\\r");
            case '\t' -> shown.append("\\t");
            default -> {
                if (isVisible(character)) {
                    shown.appendCodePoint(character);
                } else {
                    new StringBuilder()
                            .appendCodePoint(character)
                            .chars()
                            .forEach(unit -> shown.append("\\u%04x".formatted(unit)));
                }
            }
        }
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** The text that bytes are in UTF-8; empty if they are none. */
    static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException none) {
            return Optional.empty();
        }
    }

    /**
     * Bytes as text if they are text; as text with bytes in hexadecimal, <code>\xff</code>, if they nearly are; else in lines of sixteen, with
     * what can be read beside them.
     */
    static String bytes(byte[] bytes) {
        return utf8(bytes).map(Printable::text).orElseGet(() -> isNearlyText(bytes) ? escaped(bytes) : dump(bytes));
    }

    private static boolean isNearlyText(byte[] bytes) {
        int readable = 0;
        for (byte b : bytes) {
            readable += b >= ' ' && b <= '~' ? 1 : 0;
        }
        return readable >= bytes.length / 2;
    }

    private static String escaped(byte[] bytes) {
        StringBuilder shown = new StringBuilder();
        for (byte b : bytes) {
            if (b >= ' ' && b <= '~') {
                shown.append((char) b);
            } else {
                shown.append("\\x%02x".formatted(b));
            }
        }
        return shown.toString();
    }

    private static String dump(byte[] bytes) {
        StringBuilder shown = new StringBuilder();
        for (int line = 0; line < bytes.length; line += BYTES_OF_A_LINE) {
            StringBuilder hexadecimal = new StringBuilder();
            StringBuilder readable = new StringBuilder();
            for (int i = line; i < Math.min(line + BYTES_OF_A_LINE, bytes.length); i++) {
                hexadecimal.append("%02x ".formatted(bytes[i]));
                readable.append(bytes[i] >= ' ' && bytes[i] <= '~' ? (char) bytes[i] : '.');
            }
            shown.append("%n%06x  %-48s %s".formatted(line, hexadecimal, readable));
        }
        return shown.toString();
    }

    /** The text of a JSON document in which every character is one that can be seen. */
    static String json(String document) {
        StringBuilder shown = new StringBuilder(document.length());
        // Outside strings there are none but spaces and line ends, which are left.
        document.codePoints().forEach(c -> {
            if (c == '\n' || c == '\r' || c == '\t') {
                shown.append((char) c);
            } else {
                append(c, shown);
            }
        });
        return shown.toString();
    }
}
