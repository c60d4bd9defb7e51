package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.TrafficChannel;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the parameters of a URL say about how somebody came to it: those which advertising platforms add, and {@code utm_medium}.
 * Immutable.
 *
 * @param parameter the name of the parameter that tells the channel, as it is written there; null if none does
 * @param channel what it tells; null if none does
 */
record Campaign(@Nullable String parameter, @Nullable TrafficChannel channel) {

    private static final Campaign NONE = new Campaign(null, null);
    private static final int MAX_VALUE_CHARS = 255;

    /** Ids of a click on an advertisement. Not {@code fbclid}: Facebook adds it to every link. */
    private static final Set<String> CLICK_IDS = Set.of(
            "gclid",
            "gbraid",
            "wbraid",
            "dclid",
            "adurl",
            "gad_source",
            "gad_campaignid",
            "gclsrc",
            "tblci",
            "dicbo",
            "obclid",
            "ob_click_id",
            "qclid",
            "vmcid",
            "ndclid",
            "msclkid",
            "ttclid",
            "twclid",
            "li_fat_id",
            "yclid",
            "rdt_cid",
            "epik",
            "sccid");

    /** As Google Analytics has it for its channels of paid traffic and display; written without what parts the words. */
    private static final Set<String> PAID_MEDIA = Set.of(
            "cpa",
            "cpl",
            "cpp",
            "ppv",
            "ad",
            "ads",
            "adwords",
            "googleads",
            "facebookads",
            "display",
            "banner",
            "expandable",
            "interstitial",
            "native",
            "programmatic",
            "promoted",
            "retargeting",
            "remarketing",
            "sea",
            "sem",
            "sponsored");

    private static final List<String> PAID_STARTS = List.of("cpc", "ppc", "cpm", "cpv", "paid");
    private static final List<String> PAID_ENDS = List.of("cpc", "ppc", "cpm", "-paid", "_paid", " paid");

    private static final Map<String, TrafficChannel> UNPAID_MEDIA = Map.ofEntries(
            Map.entry("email", TrafficChannel.EMAIL),
            Map.entry("mail", TrafficChannel.EMAIL),
            Map.entry("newsletter", TrafficChannel.EMAIL),
            Map.entry("social", TrafficChannel.SOCIAL),
            Map.entry("socialnetwork", TrafficChannel.SOCIAL),
            Map.entry("socialmedia", TrafficChannel.SOCIAL),
            Map.entry("organicsocial", TrafficChannel.SOCIAL),
            Map.entry("socialorganic", TrafficChannel.SOCIAL),
            Map.entry("sm", TrafficChannel.SOCIAL),
            Map.entry("organic", TrafficChannel.SEARCH),
            Map.entry("organicsearch", TrafficChannel.SEARCH));

    /**
     * @param query of a URL, without its question mark
     */
    static Campaign in(String query) {
        Campaign found = NONE;
        int start = 0;
        while (start < query.length()) {
            int amp = query.indexOf('&', start);
            int end = amp < 0 ? query.length() : amp;
            int equals = query.indexOf('=', start);
            if (equals > start && equals < end - 1) {
                found = found.with(query.substring(start, equals), query.substring(equals + 1, end));
            }
            start = end + 1;
        }
        return found;
    }

    boolean isPaid() {
        return channel == TrafficChannel.PAID;
    }

    private Campaign with(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        TrafficChannel told = lower.equals("utm_medium")
                ? medium(decoded(value))
                : CLICK_IDS.contains(lower) ? TrafficChannel.PAID : null;
        boolean isNews = told != null && !isPaid() && (channel == null || told == TrafficChannel.PAID);
        return isNews ? new Campaign(name, told) : this;
    }

    private static String decoded(String value) {
        String text = value.length() > MAX_VALUE_CHARS ? value.substring(0, MAX_VALUE_CHARS) : value;
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8).strip().toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException malformed) {
            return text.strip().toLowerCase(Locale.ROOT);
        }
    }

    /** Written with and without spaces, hyphens and underscores. */
    private static @Nullable TrafficChannel medium(String value) {
        String joined = value.replace(" ", "").replace("-", "").replace("_", "").replace("+", "");
        boolean isPaid = PAID_MEDIA.contains(joined)
                || PAID_STARTS.stream().anyMatch(joined::startsWith)
                || PAID_ENDS.stream().anyMatch(value::endsWith);
        return isPaid ? TrafficChannel.PAID : UNPAID_MEDIA.get(joined);
    }
}
