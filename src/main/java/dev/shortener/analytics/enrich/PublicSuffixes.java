package dev.shortener.analytics.enrich;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * What anybody may register a domain below (publicsuffix.org): {@code co.uk}, and what its owner gives away by the piece, such as
 * {@code github.io}. What ends in one belongs to whoever registered it, not to the suffix. Immutable.
 *
 * <p>Reads the list that comes with yauaa, but not by yauaa's matcher, which leaves out the second kind and takes half a second.
 */
final class PublicSuffixes {

    private static final String LIST = "/mozilla-public-suffix-list.txt";

    private final Set<String> rules = new HashSet<>(32_768);

    private PublicSuffixes() {}

    /** Read once, when first asked for. */
    static PublicSuffixes get() {
        return OnDemand.SUFFIXES;
    }

    /**
     * @param host in lower case and Punycode
     */
    boolean contains(String host) {
        String name = asInTheList(host);
        int dot = name.indexOf('.');
        boolean byWildcard = dot > 0 && rules.contains("*" + name.substring(dot)) && !rules.contains("!" + name);
        return byWildcard || rules.contains(name);
    }

    /** Whether the top-level domain of a host exists, so that the host can. */
    boolean isUnderOne(String host) {
        String last = asInTheList(host.substring(host.lastIndexOf('.') + 1));
        return rules.contains(last) || rules.contains("*." + last);
    }

    /** The list has letters of all languages. */
    private static String asInTheList(String host) {
        return host.contains("xn--") ? IDN.toUnicode(host, IDN.ALLOW_UNASSIGNED) : host;
    }

    private static PublicSuffixes read() {
        PublicSuffixes suffixes = new PublicSuffixes();
        try (InputStream list = PublicSuffixes.class.getResourceAsStream(LIST)) {
            if (list == null) {
                throw new IllegalStateException(LIST + " is missing: it comes with yauaa");
            }
            suffixes.addAll(list.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return suffixes;
    }

    /** One rule a line, comments begin with slashes. */
    private void addAll(byte[] lines) {
        int start = 0;
        for (int i = 0; i < lines.length; i++) {
            if (lines[i] == '\n') {
                if (i > start && lines[start] != '/') {
                    rules.add(new String(lines, start, i - start, StandardCharsets.UTF_8));
                }
                start = i + 1;
            }
        }
    }

    private static final class OnDemand {
        private static final PublicSuffixes SUFFIXES = read();
    }
}
