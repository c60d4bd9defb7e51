package dev.shortener.analytics.enrich;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the client's address in what a web server or proxy wrote down: an address, one with a port or zone, the list of
 * {@code X-Forwarded-For}, the elements of {@code Forwarded} (RFC 7239). Stateless, linear in the text, and never throws.
 */
final class ClientAddress {

    private static final String FORWARDED_FOR = "for=";

    private ClientAddress() {}

    /**
     * @param text anything
     * @return the 4 or 16 bytes of the first public address in it: proxies append, and what stands before it is private or made up; null if none
     */
    static byte @Nullable [] firstPublic(String text) {
        return firstThatIs(text, PublicAddresses::behind);
    }

    /**
     * @param text anything
     * @return the 4 or 16 bytes of the first address in it, public or not; null if none
     */
    static byte @Nullable [] first(String text) {
        return firstThatIs(text, address -> address);
    }

    private static byte @Nullable [] firstThatIs(String text, Choice choice) {
        int start = 0;
        while (start <= text.length()) {
            int comma = text.indexOf(',', start);
            int end = comma < 0 ? text.length() : comma;
            byte[] address = AddressLiteral.parse(bare(text.substring(start, end)));
            byte[] found = address == null ? null : choice.of(address);
            if (found != null) {
                return found;
            }
            start = end + 1;
        }
        return null;
    }

    /** What an address stands for; null if it is not looked for. */
    private interface Choice {
        byte @Nullable [] of(byte[] address);
    }

    /** An element without what may surround an address: space, parameter name, quotes, brackets, port, zone. */
    private static String bare(String element) {
        String address = unquoted(forwardedFor(element.strip()));
        if (address.startsWith("[")) {
            int close = address.indexOf(']');
            address = close < 0 ? "" : address.substring(1, close);
        } else if (address.indexOf(':') == address.lastIndexOf(':')) {
            address = upTo(':', address);
        }
        return upTo('%', address);
    }

    private static String forwardedFor(String element) {
        if (element.indexOf('=') < 0) {
            return element;
        }
        for (String parameter : element.split(";", -1)) {
            String bare = parameter.strip();
            if (bare.toLowerCase(Locale.ROOT).startsWith(FORWARDED_FOR)) {
                return bare.substring(FORWARDED_FOR.length()).strip();
            }
        }
        return "";
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1).strip() : text;
    }

    private static String upTo(char end, String text) {
        int at = text.indexOf(end);
        return at < 0 ? text : text.substring(0, at);
    }
}
