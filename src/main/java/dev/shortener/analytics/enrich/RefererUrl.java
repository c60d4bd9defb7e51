package dev.shortener.analytics.enrich;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a referer that are looked at. Immutable.
 *
 * <p>Cut as browsers cut URLs (WHATWG URL Standard): a backslash ends the host, user information is what stands before the last
 * {@code @}. {@link java.net.URI} refuses much of what is sent.
 *
 * @param scheme in lower case; empty if there is none
 * @param isNetworkPath whether it has two slashes before its host, and no scheme before them
 * @param host as {@link HostName} has it; for apps, their id
 * @param path with its first slash; empty if there is none
 * @param query without its question mark, empty if there is none
 */
record RefererUrl(String scheme, boolean isNetworkPath, String host, String path, String query) {

    private static final String SCHEME_CHARS = "abcdefghijklmnopqrstuvwxyz0123456789+-.";

    /**
     * @param referer without outer space
     * @return null if it has no readable host
     */
    static @Nullable RefererUrl parse(String referer) {
        int authority = referer.indexOf("//");
        String scheme = authority < 0 ? "" : scheme(referer.substring(0, authority));
        if (scheme == null) {
            return null;
        }
        int start = authority < 0 ? 0 : authority + 2;
        int end = authorityEnd(referer, start);
        String host = host(referer.substring(start, end), scheme);
        return host == null
                ? null
                : new RefererUrl(scheme, authority == 0, host, path(referer, end), query(referer, end));
    }

    boolean isApp() {
        return scheme.equals("android-app") || scheme.equals("ios-app");
    }

    boolean isWeb() {
        return scheme.equals("http") || scheme.equals("https");
    }

    /** Empty before a bare {@code //}; null if what stands there is no scheme. */
    private static @Nullable String scheme(String before) {
        if (before.isEmpty()) {
            return "";
        }
        String scheme = before.substring(0, before.length() - 1).toLowerCase(Locale.ROOT);
        boolean isScheme = before.endsWith(":") && !scheme.isEmpty() && isOfSchemeChars(scheme);
        return isScheme ? scheme : null;
    }

    private static boolean isOfSchemeChars(String scheme) {
        for (int i = 0; i < scheme.length(); i++) {
            if (SCHEME_CHARS.indexOf(scheme.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static int authorityEnd(String referer, int start) {
        int end = start;
        while (end < referer.length() && "/\\?#".indexOf(referer.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static @Nullable String host(String authority, String scheme) {
        String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
        int colon = hostAndPort.lastIndexOf(':');
        boolean hasPort = colon > hostAndPort.lastIndexOf(']');
        if (hasPort && !HostName.isNumber(hostAndPort, colon + 1)) {
            return null;
        }
        String host = hasPort ? hostAndPort.substring(0, colon) : hostAndPort;
        boolean isStoreId = scheme.equals("ios-app") && host.matches("[0-9]{1,19}");
        return isStoreId ? host : HostName.normalised(host);
    }

    private static String path(String referer, int from) {
        int end = from;
        while (end < referer.length() && referer.charAt(end) != '?' && referer.charAt(end) != '#') {
            end++;
        }
        return referer.substring(from, end);
    }

    private static String query(String referer, int from) {
        int mark = referer.indexOf('?', from);
        int hash = referer.indexOf('#', from);
        int end = hash < 0 ? referer.length() : hash;
        return mark < 0 || mark > end ? "" : referer.substring(mark + 1, end);
    }
}
