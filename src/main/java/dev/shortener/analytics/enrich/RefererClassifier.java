package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.TrafficChannel;
import java.net.IDN;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names the source of a click by its referer. Thread-safe; it never throws, and never keeps a path or a query.
 *
 * <p>In this order: no referer, unreadable, own domain, paid click id, the {@link SourceList}, the bare host.
 */
public final class RefererClassifier {

    private static final TrafficSource DIRECT = new TrafficSource("direct", TrafficChannel.DIRECT);
    private static final TrafficSource UNREADABLE = new TrafficSource("unknown", TrafficChannel.UNKNOWN);

    private static final Pattern HOST =
            Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,62})(\\.[a-z0-9_]([a-z0-9_-]{0,62})){0,40}");
    private static final Pattern IPV6_HOST = Pattern.compile("\\[[0-9a-f:.]{2,45}\\]");
    private static final Pattern APP = Pattern.compile("(android|ios)-app://[A-Za-z0-9._-]{1,200}");
    /** Parameters that advertising systems add to the pages they lead to, as their own documentation names them. */
    private static final Pattern PAID_CLICK =
            Pattern.compile("[?&](gclid|gbraid|wbraid|msclkid|dclid|ttclid|twclid|li_fat_id)=[^&#]");

    private static final int MAX_HOST = 253;

    private final SourceList sources = SourceList.load();
    private final Set<String> ownDomains;

    /**
     * @param ownDomains the shortener's own hosts, each standing for its sub-domains too
     */
    public RefererClassifier(List<String> ownDomains) {
        this.ownDomains = Set.copyOf(ownDomains.stream()
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .toList());
    }

    /**
     * @param referer as it was sent, empty for none
     */
    public TrafficSource classify(String referer) {
        String text = referer.strip();
        if (text.isEmpty()) {
            return DIRECT;
        }
        if (APP.matcher(text).lookingAt()) {
            return app(text);
        }
        String host = host(text);
        return host == null ? UNREADABLE : ofHost(host, text);
    }

    private TrafficSource ofHost(String host, String referer) {
        if (isOwn(host)) {
            return new TrafficSource(host, TrafficChannel.INTERNAL);
        }
        TrafficSource known = sources.ofHost(host);
        TrafficSource source = known != null ? known : new TrafficSource(host, TrafficChannel.REFERRAL);
        return PAID_CLICK.matcher(referer).find() ? new TrafficSource(source.name(), TrafficChannel.PAID) : source;
    }

    private TrafficSource app(String referer) {
        int start = referer.indexOf("://") + 3;
        int end = start;
        while (end < referer.length() && referer.charAt(end) != '/' && referer.charAt(end) != '?') {
            end++;
        }
        TrafficSource known = sources.ofApp(referer.substring(0, end));
        String id = referer.substring(start, Math.min(end, start + MAX_HOST));
        return known != null ? known : new TrafficSource(id.toLowerCase(Locale.ROOT), TrafficChannel.REFERRAL);
    }

    private boolean isOwn(String host) {
        if (host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}")) {
            return true;
        }
        String domain = host;
        while (!ownDomains.contains(domain)) {
            int dot = domain.indexOf('.');
            if (dot < 0) {
                return false;
            }
            domain = domain.substring(dot + 1);
        }
        return true;
    }

    /** The host of an http or https URL in lower case, without {@code www.}; null if there is none. */
    private static @Nullable String host(String url) {
        int start = authorityStart(url);
        if (start < 0) {
            return null;
        }
        int end = start;
        while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        String authority =
                url.substring(url.lastIndexOf('@', end - 1) >= start ? url.lastIndexOf('@', end - 1) + 1 : start, end);
        return normalized(withoutPort(authority));
    }

    private static int authorityStart(String url) {
        if (url.regionMatches(true, 0, "http://", 0, 7)) {
            return 7;
        }
        return url.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
    }

    private static String withoutPort(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }

    private static @Nullable String normalized(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        if (IPV6_HOST.matcher(lower).matches()) {
            return lower;
        }
        String ascii = ascii(lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower);
        if (ascii == null || ascii.length() > MAX_HOST || !HOST.matcher(ascii).matches()) {
            return null;
        }
        return ascii.startsWith("www.") && ascii.indexOf('.', 4) > 0 ? ascii.substring(4) : ascii;
    }

    private static @Nullable String ascii(String host) {
        try {
            return IDN.toASCII(host, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }
}
