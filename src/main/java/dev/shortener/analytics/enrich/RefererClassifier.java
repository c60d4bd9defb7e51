package dev.shortener.analytics.enrich;

import dev.shortener.analytics.enrich.SourceList.Listed;
import dev.shortener.analytics.event.TrafficChannel;
import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells the traffic source from the referer. Immutable, thread-safe, never throws; takes about a microsecond. */
public final class RefererClassifier {

    private static final AddressRange LOOPBACK = AddressRange.of("127.0.0.0/8");

    private static final Set<String> MAIL_LABELS = Set.of(
            "mail",
            "email",
            "e-mail",
            "poczta",
            "correo",
            "posta",
            "roundcube",
            "squirrelmail",
            "horde",
            "zimbra",
            "owa");

    private static final String REFERER = "referer";
    private static final String HOST = "its host";
    private static final String OWN_DOMAINS = "OwnDomains";
    private static final Cause NO_REFERER = Cause.because("there is none");
    private static final Cause UNREADABLE = Cause.because("it has no readable host");
    private static final Cause NOT_OF_THE_WEB =
            Cause.because("its scheme is none of the web's, or it has none and its host is not known");
    private static final Cause LIKE_A_SOURCE =
            Cause.because("a name without a dot that reads like a source, and is not its host");
    private static final Cause MAIL_PROGRAM = Cause.because("its first label is that of a program for reading mail");
    private static final Cause UNLISTED = Cause.because("no list names it");

    private final SourceList sources;
    private final Set<String> ownDomains;

    private RefererClassifier(SourceList sources, Set<String> ownDomains) {
        this.sources = sources;
        this.ownDomains = ownDomains;
    }

    /**
     * With the lists of the jar.
     *
     * @param ownDomains hosts that are the operator's own, with their sub-domains; this machine always is
     * @throws IOException if a list is missing from the jar or malformed
     * @throws IllegalArgumentException if one of the domains is no host name
     */
    public static RefererClassifier load(Collection<String> ownDomains) throws IOException {
        RuleLists lists = RuleLists.shipped();
        RefererClassifier classifier = read(lists, ownDomains);
        lists.throwIfFaulty();
        return classifier;
    }

    static RefererClassifier read(RuleLists lists, Collection<String> ownDomains) {
        Set<String> own = ownDomains.stream().map(RefererClassifier::ownDomain).collect(Collectors.toUnmodifiableSet());
        return new RefererClassifier(SourceList.read(lists), own);
    }

    /**
     * @param referer the header as it was sent; empty, or "-" as logs write it, if there was none
     */
    public TrafficSource classify(String referer) {
        return classify(referer, Trace.NONE);
    }

    TrafficSource classify(String referer, Trace trace) {
        String text = referer.strip();
        if (text.isEmpty() || text.equals("-")) {
            return said(trace, REFERER, NO_REFERER, TrafficSource.DIRECT);
        }
        RefererUrl url = RefererUrl.parse(text);
        if (url == null) {
            return said(trace, REFERER, UNREADABLE, TrafficSource.UNKNOWN);
        }
        if (url.isApp()) {
            return listedOrItself(sources.byApp(url.host()), url.host(), trace);
        }
        return url.isWeb() ? web(url, trace) : schemeless(url, trace);
    }

    private TrafficSource web(RefererUrl url, Trace trace) {
        String host = url.host();
        String own = ownDomainOf(host);
        if (own != null) {
            return said(trace, OWN_DOMAINS, Cause.rule(own, ""), new TrafficSource(host, TrafficChannel.INTERNAL));
        }
        TrafficSource source = listedOrItself(sources.byHost(host), host, trace);
        String parameter = AdParameters.firstIn(url.query());
        if (parameter == null) {
            return source;
        }
        trace.said(
                Column.TRAFFIC_CHANNEL,
                "advertising parameters",
                Cause.rule(parameter, "a parameter of the referer says that the visit was paid for"),
                TrafficChannel.PAID.label());
        return new TrafficSource(source.name(), TrafficChannel.PAID);
    }

    private TrafficSource listedOrItself(@Nullable Listed listed, String host, Trace trace) {
        return listed == null ? unlisted(host, trace) : said(trace, listed.list(), listed.cause(), listed.source());
    }

    /**
     * Named by itself, unless a label alone reads like a source: the intranet's {@code http://google/} is not Google. Programs for
     * reading mail are told by the first label, because everybody runs them on a host of his own.
     */
    private TrafficSource unlisted(String host, Trace trace) {
        if (host.indexOf('.') < 0 && sources.isName(host)) {
            return said(trace, HOST, LIKE_A_SOURCE, TrafficSource.UNKNOWN);
        }
        return isWebmail(host)
                ? said(trace, HOST, MAIL_PROGRAM, new TrafficSource(host, TrafficChannel.EMAIL))
                : said(trace, HOST, UNLISTED, new TrafficSource(host, TrafficChannel.REFERRAL));
    }

    private static TrafficSource said(Trace trace, String step, Cause cause, TrafficSource source) {
        trace.said(Column.TRAFFIC_SOURCE, step, cause, source.name());
        trace.said(Column.TRAFFIC_CHANNEL, step, cause, source.channel().label());
        return source;
    }

    private static boolean isWebmail(String host) {
        int dot = host.indexOf('.');
        return dot > 0 && (host.startsWith("webmail") || MAIL_LABELS.contains(host.substring(0, dot)));
    }

    /** A referer has a scheme (RFC 9110, section 10.1.3); without one, only a host that is known is not taken for garbage. */
    private TrafficSource schemeless(RefererUrl url, Trace trace) {
        boolean known =
                url.scheme().isEmpty() && (ownDomainOf(url.host()) != null || sources.byHost(url.host()) != null);
        return known ? web(url, trace) : said(trace, REFERER, NOT_OF_THE_WEB, TrafficSource.UNKNOWN);
    }

    /** What makes it the operator's own; null if it is not. */
    private @Nullable String ownDomainOf(String host) {
        return isLocal(host) ? host : configuredDomainOf(host);
    }

    private static boolean isLocal(String host) {
        if (host.equals("localhost") || host.endsWith(".localhost") || host.equals("[::1]")) {
            return true;
        }
        byte[] address = AddressLiteral.parseV4(host);
        return address != null && LOOPBACK.contains(address);
    }

    private @Nullable String configuredDomainOf(String host) {
        String domain = host;
        while (!ownDomains.isEmpty()) {
            if (ownDomains.contains(domain)) {
                return domain;
            }
            int dot = domain.indexOf('.');
            if (dot < 0) {
                return null;
            }
            domain = domain.substring(dot + 1);
        }
        return null;
    }

    private static String ownDomain(String domain) {
        String host = HostName.normalised(domain.strip());
        if (host == null) {
            throw new IllegalArgumentException("not a host name: " + domain + "; one such as example.com is expected");
        }
        return host;
    }
}
