package dev.shortener.analytics.enrich;

import java.net.IDN;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Brings the host of a URL into the one form in which it is compared and stored. Stateless. */
final class HostName {

    private static final int MAX_CHARS = 253;
    private static final int MAX_LABEL_CHARS = 63;
    private static final String LABEL_CHARS = "abcdefghijklmnopqrstuvwxyz0123456789-_";

    private HostName() {}

    /**
     * @param host as written, without port and user
     * @return in lower case, in Punycode (RFC 3492), without a final dot and without {@code www.}; null if it is no host
     */
    static @Nullable String normalised(String host) {
        if (host.startsWith("[")) {
            return literalV6(host);
        }
        String name = ascii(host);
        if (name == null) {
            return null;
        }
        String lower = withoutWww(withoutFinalDot(name.toLowerCase(Locale.ROOT)));
        return isHost(lower) ? lower : null;
    }

    private static @Nullable String literalV6(String host) {
        if (!host.endsWith("]")) {
            return null;
        }
        String address = host.substring(1, host.length() - 1);
        boolean isAddress = address.indexOf(':') >= 0 && AddressLiteral.parse(address) != null;
        return isAddress ? host.toLowerCase(Locale.ROOT) : null;
    }

    private static @Nullable String ascii(String host) {
        if (host.length() > 2 * MAX_CHARS) {
            return null;
        }
        if (isAscii(host)) {
            return host;
        }
        try {
            String ascii = IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
            return isDisguised(host, ascii) ? null : ascii;
        } catch (RuntimeException notAName) {
            // IllegalArgumentException by contract; on odd input the JDK's Punycode has thrown others too.
            return null;
        }
    }

    /**
     * Whether a label of other letters has become one of ASCII alone: full-width letters, a soft hyphen, the German sharp s, which
     * browsers take for another name (UTS 46). Browsers send the ASCII form, so this was written to be taken for another host.
     */
    private static boolean isDisguised(String host, String ascii) {
        String[] written = host.split("[.\u3002\uff0e\uff61]", -1);
        String[] labels = ascii.split("\\.", -1);
        boolean isDisguised = written.length != labels.length;
        for (int i = 0; i < labels.length && !isDisguised; i++) {
            isDisguised = !isAscii(written[i]) && !labels[i].startsWith("xn--");
        }
        return isDisguised;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }

    /** Whether there are only digits from there on; nothing at all is so too. */
    static boolean isNumber(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static String withoutFinalDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static String withoutWww(String name) {
        return name.startsWith("www.") && name.indexOf('.', 4) > 0 ? name.substring(4) : name;
    }

    /** A name (RFC 1123, and the underscores that are in use), or an IPv4 address: what ends in a number is no name. */
    private static boolean isHost(String name) {
        if (name.isEmpty() || name.length() > MAX_CHARS) {
            return false;
        }
        int start = 0;
        while (start <= name.length()) {
            int dot = name.indexOf('.', start);
            int end = dot < 0 ? name.length() : dot;
            if (!isLabel(name, start, end)) {
                return false;
            }
            start = end + 1;
        }
        boolean endsInNumber = isNumber(name, name.lastIndexOf('.') + 1);
        return !endsInNumber || AddressLiteral.parseV4(name) != null;
    }

    private static boolean isLabel(String name, int start, int end) {
        if (end == start || end - start > MAX_LABEL_CHARS) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (LABEL_CHARS.indexOf(name.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
