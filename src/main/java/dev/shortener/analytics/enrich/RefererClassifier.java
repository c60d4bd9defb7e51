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
            return app == null ? new TrafficSource(url.host(), TrafficChannel.REFERRAL) : app;
        }
        return url.isWeb() ? web(url) : schemeless(url);
    }

    private TrafficSource web(RefererUrl url) {
        String host = url.host();
        if (isOwn(host)) {
            return new TrafficSource(host, TrafficChannel.INTERNAL);
        }
        TrafficSource listed = sources.byHost(host);
        TrafficSource source = listed == null ? new TrafficSource(host, TrafficChannel.REFERRAL) : listed;
        return AdParameters.in(url.query()) ? new TrafficSource(source.name(), TrafficChannel.PAID) : source;
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
