package dev.shortener.analytics.kafka;

import java.util.Arrays;

/**
 * The characters that bytes stand for, whoever has escaped them, and where each of them stands. Confined to one reading.
 *
 * <p>Nothing is refused, since what is to be read may be anything. A byte is a character, but for JSON's escapes, also of JSON
 * in JSON, and for those of URLs, each of which is one character; a NUL is none, so that ASCII in UTF-16 reads as ASCII. A quote
 * within a string is told from one around it.
 */
final class UnescapedText {

    /** What an escaped quote reads as. */
    private static final char INNER_QUOTE = '\uE000';

    private static final int CODE_CHARS = 4;

    private final byte[] bytes;
    private final char[] characters;
    private final int[] starts;
    private final int[] ends;
    private int length;

    UnescapedText(byte[] bytes) {
        this.bytes = bytes;
        this.characters = new char[bytes.length];
        this.starts = new int[bytes.length];
        this.ends = new int[bytes.length];
        int at = 0;
        while (at < bytes.length) {
            at = read(at);
        }
    }

    /** All characters. */
    @Override
    public String toString() {
        return new String(characters, 0, length);
    }

    /** The byte with which a character begins. */
    int start(int character) {
        return starts[character];
    }

    /** The byte behind the last one of a character. */
    int end(int character) {
        return ends[character];
    }

    private int read(int at) {
        byte first = bytes[at];
        if (first == 0) {
            return at + 1;
        }
        if (first == '\\') {
            return readEscape(at);
        }
        int code = first == '%' ? hexadecimal(at + 1, 2) : -1;
        return code < 0 ? add((char) (first & 0xFF), at, at + 1) : add((char) code, at, at + 3);
    }

    private int readEscape(int at) {
        int letter = at;
        while (letter < bytes.length && bytes[letter] == '\\') {
            letter++;
        }
        if (letter == bytes.length) {
            return add('\\', at, letter);
        }
        int code = bytes[letter] == 'u' ? hexadecimal(letter + 1, CODE_CHARS) : -1;
        if (code >= 0) {
            return add((char) code, at, letter + 1 + CODE_CHARS);
        }
        boolean even = (letter - at) % 2 == 0;
        return switch (bytes[letter]) {
            case 'n', 'r', 't', 'b', 'f' -> add(' ', at, letter + 1);
            case '"' -> even ? add('\\', at, letter) : add(INNER_QUOTE, at, letter + 1);
            default -> add('\\', at, letter);
        };
    }

    private int add(char character, int start, int end) {
        characters[length] = character;
        starts[length] = start;
        ends[length] = end;
        length++;
        return end;
    }

    /** The number that so many digits stand for; -1 if they are none. */
    private int hexadecimal(int from, int digits) {
        if (from + digits > bytes.length) {
            return -1;
        }
        int number = 0;
        for (byte digit : Arrays.copyOfRange(bytes, from, from + digits)) {
            int value = digit < 0 ? -1 : Character.digit((char) digit, 16);
            if (value < 0) {
                return -1;
            }
            number = number << 4 | value;
        }
        return number;
    }
}
