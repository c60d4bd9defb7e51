package dev.shortener.analytics.enrich;

import java.util.Locale;
import java.util.Set;

/** Tells programs for reading mail, which everybody runs on a host of his own, by how they are commonly called. Stateless. */
final class Webmail {

    private static final Set<String> LABELS = Set.of(
            "mail",
            "email",
            "e-mail",
            "wmail",
            "mymail",
            "poczta",
            "correo",
            "posta",
            "roundcube",
            "rainloop",
            "squirrelmail",
            "horde",
            "zimbra",
            "sogo",
            "owa");

    private static final Set<String> FIRST_SEGMENTS = Set.of(
            "webmail", "roundcube", "roundcubemail", "rainloop", "squirrelmail", "horde", "zimbra", "sogo", "owa");

    private Webmail() {}

    /**
     * @param host as {@link HostName} has it
     * @param path with its first slash; empty if there is none
     */
    static boolean isAt(String host, String path) {
        int dot = host.indexOf('.');
        return dot > 0 && (isLabel(host.substring(0, dot)) || FIRST_SEGMENTS.contains(firstSegment(path)));
    }

    /** Also with a number, as there are many of them: {@code mail2}. */
    private static boolean isLabel(String label) {
        int end = label.length();
        while (end > 0 && label.charAt(end - 1) >= '0' && label.charAt(end - 1) <= '9') {
            end--;
        }
        return label.startsWith("webmail") || LABELS.contains(label.substring(0, end));
    }

    private static String firstSegment(String path) {
        int slash = path.indexOf('/', 1);
        int end = slash < 0 ? path.length() : slash;
        return end < 2 ? "" : path.substring(1, end).toLowerCase(Locale.ROOT);
    }
}
