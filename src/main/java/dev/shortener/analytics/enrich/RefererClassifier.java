package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.TrafficChannel;
import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells the traffic source from the referer. Immutable, thread-safe, never throws; takes about a microsecond. */
public final class RefererClassifier {

    private static final AddressRange LOOPBACK = AddressRange.of("127.0.0.0/8");

    private static final Set<String> MAIL_LABELS = Set.of("roundcube", "squirrelmail", "horde", "zimbra", "owa");

    private final SourceList sources;
    private final Set<String> ownDomains;

    private RefererClassifier(SourceList sources, Set<String> ownDomains) {
        this.sources = sources;
        this.ownDomains = ownDomains;
    }

    /**
     * @param ownDomains hosts that are the operator's own, with their sub-domains; this machine always is
     * @throws IOException if a list is missing from the jar or malformed
     * @throws IllegalArgumentException if one of the domains is no host name
     */
    public static RefererClassifier load(Collection<String> ownDomains) throws IOException {
        Set<String> own = ownDomains.stream().map(RefererClassifier::ownDomain).collect(Collectors.toUnmodifiableSet());
        return new RefererClassifier(SourceList.read(), own);
    }

    /**
     * @param referer the header as it was sent; empty, or "-" as logs write it, if there was none
     */
    public TrafficSource classify(String referer) {
        String text = referer.strip();
        if (text.isEmpty() || text.equals("-")) {
            return TrafficSource.DIRECT;
        }
        RefererUrl url = RefererUrl.parse(text);
        if (url == null) {
            return TrafficSource.UNKNOWN;
        }
        if (url.isApp()) {
            TrafficSource app = sources.byApp(url.host());
            return app == null ? unlisted(url.host()) : app;
        }
        return url.isWeb() ? web(url) : schemeless(url);
    }

    private TrafficSource web(RefererUrl url) {
        String host = url.host();
        if (isOwn(host)) {
            return new TrafficSource(host, TrafficChannel.INTERNAL);
        }
        TrafficSource listed = sources.byHost(host);
        TrafficSource source = listed == null ? unlisted(host) : listed;
        return AdParameters.in(url.query()) ? new TrafficSource(source.name(), TrafficChannel.PAID) : source;
    }

    /**
     * Named by itself, unless a label alone reads like a source: the intranet's {@code http://google/} is not Google. Programs for
     * reading mail are told by the first label, because everybody runs them on a host of his own.
     */
    private TrafficSource unlisted(String host) {
        if (host.indexOf('.') < 0 && sources.isName(host)) {
            return TrafficSource.UNKNOWN;
        }
        return new TrafficSource(host, isWebmail(host) ? TrafficChannel.EMAIL : TrafficChannel.REFERRAL);
    }

    private static boolean isWebmail(String host) {
        int dot = host.indexOf('.');
        return dot > 0 && (host.startsWith("webmail") || MAIL_LABELS.contains(host.substring(0, dot)));
    }

    /** A referer has a scheme (RFC 9110, section 10.1.3); without one, only a host that is known is not taken for garbage. */
    private TrafficSource schemeless(RefererUrl url) {
        boolean known = url.scheme().isEmpty() && (isOwn(url.host()) || sources.byHost(url.host()) != null);
        return known ? web(url) : TrafficSource.UNKNOWN;
    }

    private boolean isOwn(String host) {
        return isLocal(host) || isOrIsUnderOwnDomain(host);
    }

    private static boolean isLocal(String host) {
        if (host.equals("localhost") || host.endsWith(".localhost") || host.equals("[::1]")) {
            return true;
        }
        byte[] address = AddressLiteral.parseV4(host);
        return address != null && LOOPBACK.contains(address);
    }

    private boolean isOrIsUnderOwnDomain(String host) {
        @Nullable String domain = host;
        while (domain != null && !ownDomains.isEmpty()) {
            if (ownDomains.contains(domain)) {
                return true;
            }
            int dot = domain.indexOf('.');
            domain = dot < 0 ? null : domain.substring(dot + 1);
        }
        return false;
    }

    private static String ownDomain(String domain) {
        String host = HostName.normalised(domain.strip());
        if (host == null) {
            throw new IllegalArgumentException("not a host name: " + domain + "; one such as example.com is expected");
        }
        return host;
    }
}
