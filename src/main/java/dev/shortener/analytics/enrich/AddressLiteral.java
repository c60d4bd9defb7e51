package dev.shortener.analytics.enrich;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads IP addresses as they are written (RFC 4291, section 2.2; RFC 6943, section 3.1.1), and nothing else: a name is not an
 * address, and is never asked of a name server. Stateless.
 */
final class AddressLiteral {

    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;

    private AddressLiteral() {}

    /** The 4 or 16 bytes of an address; null if the text is none. Octal, hexadecimal and short IPv4 forms are none. */
    static byte @Nullable [] parse(String text) {
        return text.indexOf(':') < 0 ? parseV4(text) : parseV6(text);
    }

    /** Dotted decimal: four numbers up to 255, none with a leading zero, which some readers take for octal. */
    static byte @Nullable [] parseV4(String text) {
        byte[] address = new byte[V4_BYTES];
        int start = 0;
        for (int i = 0; i < V4_BYTES; i++) {
            int end = i == V4_BYTES - 1 ? text.length() : text.indexOf('.', start);
            int number = end < 0 ? -1 : decimal(text, start, end);
            if (number < 0) {
                return null;
            }
            address[i] = (byte) number;
            start = end + 1;
        }
        return address;
    }

    private static int decimal(String text, int start, int end) {
        int digits = end - start;
        if (digits < 1 || digits > 3 || (digits > 1 && text.charAt(start) == '0')) {
            return -1;
        }
        int number = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + (c - '0');
        }
        return number > 255 ? -1 : number;
    }

    private static byte @Nullable [] parseV6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            byte[] whole = groups(text);
            return whole != null && whole.length == V6_BYTES ? whole : null;
        }
        byte[] head = groups(text.substring(0, gap));
        byte[] tail = groups(text.substring(gap + 2));
        return head == null || tail == null || text.substring(0, gap).indexOf('.') >= 0 ? null : around(head, tail);
    }

    /** Both sides of "::", which stands for at least one group of zeros. */
    private static byte @Nullable [] around(byte[] head, byte[] tail) {
        if (head.length + tail.length > V6_BYTES - 2) {
            return null;
        }
        byte[] address = Arrays.copyOf(head, V6_BYTES);
        System.arraycopy(tail, 0, address, V6_BYTES - tail.length, tail.length);
        return address;
    }

    /** Groups between single colons, the last of which may be an IPv4 address; no bytes for no text. */
    private static byte @Nullable [] groups(String text) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        byte[] bytes = new byte[V6_BYTES];
        int length = 0;
        int start = 0;
        while (start <= text.length()) {
            int colon = text.indexOf(':', start);
            int end = colon < 0 ? text.length() : colon;
            byte[] group = colon < 0 && text.indexOf('.', start) >= 0
                    ? parseV4(text.substring(start))
                    : hexadecimal(text, start, end);
            if (group == null || length + group.length > V6_BYTES) {
                return null;
            }
            System.arraycopy(group, 0, bytes, length, group.length);
            length += group.length;
            start = end + 1;
        }
        return Arrays.copyOf(bytes, length);
    }

    private static byte @Nullable [] hexadecimal(String text, int start, int end) {
        if (end - start < 1 || end - start > 4) {
            return null;
        }
        int number = 0;
        for (int i = start; i < end; i++) {
            int digit = text.charAt(i) < 128 ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                return null;
            }
            number = number << 4 | digit;
        }
        return new byte[] {(byte) (number >> 8), (byte) number};
    }
}
