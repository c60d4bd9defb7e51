package dev.shortener.analytics.enrich;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Tells text from bytes that only look like it. Stateless.
 *
 * <p>The JSON parser takes what Unicode forbids (table 3-7 of the standard): over-long forms, surrogates, code points past
 * U+10FFFF. NUL is refused with them: JSON never holds one unescaped, and without it UTF-16 cannot be taken for UTF-8.
 */
final class StrictUtf8 {

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;

    private StrictUtf8() {}

    /**
     * @param bytes read only
     * @return index of the first byte that is not well-formed UTF-8, or is NUL; -1 if there is none
     */
    static int firstInvalid(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            if (at + Long.BYTES <= bytes.length && isPlainAscii((long) EIGHT_BYTES.get(bytes, at))) {
                at += Long.BYTES;
                continue;
            }
            int length = lengthAt(bytes, at);
            if (length == 0) {
                return at;
            }
            at += length;
        }
        return -1;
    }

    /** Eight bytes from 0x01 to 0x7F: none has its high bit set, before or after one is taken from each. */
    private static boolean isPlainAscii(long eight) {
        return ((eight | (eight - LOW_BITS)) & HIGH_BITS) == 0;
    }

    /** Bytes of the character that starts here; 0 if none does. */
    private static int lengthAt(byte[] bytes, int at) {
        int first = bytes[at] & 0xFF;
        if (first < 0x80) {
            return first == 0 ? 0 : 1;
        }
        if (first < 0xC2 || first > 0xF4) {
            return 0;
        }
        int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        return at + length <= bytes.length && followsWell(bytes, at, first, length) ? length : 0;
    }

    private static boolean followsWell(byte[] bytes, int at, int first, int length) {
        int second = bytes[at + 1] & 0xFF;
        if (second < lowestSecond(first) || second > highestSecond(first)) {
            return false;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return false;
            }
        }
        return true;
    }

    private static int lowestSecond(int first) {
        return first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    }

    private static int highestSecond(int first) {
        return first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    }
}
