package dev.shortener.analytics.enrich;

import dev.shortener.analytics.enrich.SourceList.Listed;
import dev.shortener.analytics.event.TrafficChannel;
import java.io.IOException;
import java.util.Collection;

/** Tells the traffic source from the referer. Immutable, thread-safe, never throws; takes about a microsecond. */
public final class RefererClassifier {

    private static final String REFERER = "referer";
    private static final String HOST = "its host";
    private static final String OWN_DOMAINS = "OwnDomains";
    private static final Cause NO_REFERER = Cause.because("there is none");
    private static final Cause UNREADABLE = Cause.because("it has no readable host");
    private static final Cause NOT_OF_THE_WEB =
            Cause.because("its scheme is none of the web's, or it has none and its host is not known");
    private static final Cause LIKE_A_SOURCE =
            Cause.because("a name without a dot that reads like a source, and is not its host");
    private static final Cause MAIL_PROGRAM =
            Cause.because("its first label, or its path, is that of a program for reading mail");
    private static final String PAID_FOR = "a parameter of the referer says that the visit was paid for";
    private static final String SAID_BY_PARAMETER = "a parameter of the referer says how its reader came to it";
    private static final Cause UNLISTED = Cause.because("no list names it");

    private final SourceList sources;
    private final OwnDomains ownDomains;

    private RefererClassifier(SourceList sources, OwnDomains ownDomains) {
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
        return new RefererClassifier(SourceList.read(lists), OwnDomains.of(ownDomains));
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
            return app(url.host(), trace);
        }
        return url.isWeb() ? web(url, trace) : schemeless(url, trace);
    }

    private TrafficSource web(RefererUrl url, Trace trace) {
        String host = url.host();
        String own = ownDomains.domainOf(host);
        if (own != null) {
            return said(trace, OWN_DOMAINS, Cause.rule(own, ""), new TrafficSource(host, TrafficChannel.INTERNAL));
        }
        Listed listed = sources.byHost(host, url.path());
        TrafficSource source = listed == null
                ? unlisted(host, url.path(), trace)
                : said(trace, listed.list(), listed.cause(), listed.source());
        return url.query().isEmpty() ? source : advertised(source, Campaign.in(url.query()), trace);
    }

    /**
     * What was paid for is paid traffic, wherever it comes from. How else its reader came to a page is asked only where the page itself
     * is of no kind. Parameters never change the name: anybody can write them.
     */
    private static TrafficSource advertised(TrafficSource source, Campaign campaign, Trace trace) {
        TrafficChannel channel = campaign.channel();
        if (channel == null || !(campaign.isPaid() || source.channel() == TrafficChannel.REFERRAL)) {
            return source;
        }
        String reason = campaign.isPaid() ? PAID_FOR : SAID_BY_PARAMETER;
        trace.said(
                Column.TRAFFIC_CHANNEL,
                "advertising parameters",
                Cause.rule(String.valueOf(campaign.parameter()), reason),
                channel.label());
        return new TrafficSource(source.name(), channel);
    }

    private TrafficSource app(String id, Trace trace) {
        Listed listed = sources.byApp(id);
        return listed == null ? unlisted(id, "", trace) : said(trace, listed.list(), listed.cause(), listed.source());
    }

    /** Named by itself, unless a label alone reads like a source: the intranet's {@code http://google/} is not Google. */
    private TrafficSource unlisted(String host, String path, Trace trace) {
        if (host.indexOf('.') < 0 && sources.isName(host)) {
            return said(trace, HOST, LIKE_A_SOURCE, TrafficSource.UNKNOWN);
        }
        return Webmail.isAt(host, path)
                ? said(trace, HOST, MAIL_PROGRAM, new TrafficSource(host, TrafficChannel.EMAIL))
                : said(trace, HOST, UNLISTED, new TrafficSource(host, TrafficChannel.REFERRAL));
    }

    private static TrafficSource said(Trace trace, String step, Cause cause, TrafficSource source) {
        trace.said(Column.TRAFFIC_SOURCE, step, cause, source.name());
        trace.said(Column.TRAFFIC_CHANNEL, step, cause, source.channel().label());
        return source;
    }

    /**
     * A referer has a scheme (RFC 9110, section 10.1.3), or begins with its host (RFC 3986, section 4.2). Without either, only a host
     * that is known is not taken for garbage.
     */
    private TrafficSource schemeless(RefererUrl url, Trace trace) {
        boolean isKnown = ownDomains.domainOf(url.host()) != null || sources.byHost(url.host()) != null;
        boolean isRead = url.scheme().isEmpty()
                && (isKnown || (url.isNetworkPath() && url.host().indexOf('.') > 0));
        return isRead ? web(url, trace) : said(trace, REFERER, NOT_OF_THE_WEB, TrafficSource.UNKNOWN);
    }
}
