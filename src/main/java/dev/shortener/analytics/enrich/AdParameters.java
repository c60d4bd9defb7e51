package dev.shortener.analytics.enrich;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recognises a visit that was paid for by the parameters which advertising platforms put into URLs. Stateless. */
final class AdParameters {

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

    /** As Google Analytics has it for its channels of paid traffic and display. */
    private static final Set<String> PAID_MEDIA = Set.of(
            "cpm",
            "cpv",
            "cpa",
            "cpp",
            "display",
            "banner",
            "expandable",
            "interstitial",
            "retargeting",
            "remarketing",
            "sem");

    private static final List<String> PAID_MEDIA_STARTS = List.of("cpc", "ppc", "paid");

    private AdParameters() {}

    /**
     * @param query of a URL, without its question mark
     * @return the name of the first parameter that says so; null if none does
     */
    static @Nullable String firstIn(String query) {
        int start = 0;
        while (start < query.length()) {
            int amp = query.indexOf('&', start);
            int end = amp < 0 ? query.length() : amp;
            int equals = query.indexOf('=', start);
            if (equals > start
                    && equals < end - 1
                    && isPaid(query.substring(start, equals), query.substring(equals + 1, end))) {
                return query.substring(start, equals);
            }
            start = end + 1;
        }
        return null;
    }

    private static boolean isPaid(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean isPaidMedium = lower.equals("utm_medium") && isPaidMedium(value.toLowerCase(Locale.ROOT));
        return isPaidMedium || CLICK_IDS.contains(lower);
    }

    /** Written with and without spaces, hyphens and underscores. */
    private static boolean isPaidMedium(String value) {
        String medium = value.replace("%20", "").replaceAll("[ +_-]", "");
        return PAID_MEDIA.contains(medium) || PAID_MEDIA_STARTS.stream().anyMatch(medium::startsWith);
    }
}
