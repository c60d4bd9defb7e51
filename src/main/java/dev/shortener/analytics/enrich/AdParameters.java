package dev.shortener.analytics.enrich;

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
            "msclkid",
            "ttclid",
            "twclid",
            "li_fat_id",
            "yclid",
            "rdt_cid",
            "epik",
            "sccid");

    private static final Set<String> PAID_MEDIA = Set.of(
            "cpc",
            "ppc",
            "cpm",
            "cpv",
            "cpa",
            "paid",
            "paidsearch",
            "paid_search",
            "paid-search",
            "paidsocial",
            "paid_social",
            "paid-social",
            "display",
            "banner",
            "retargeting",
            "sem");

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
        boolean isPaidMedium = lower.equals("utm_medium") && PAID_MEDIA.contains(value.toLowerCase(Locale.ROOT));
        return isPaidMedium || CLICK_IDS.contains(lower);
    }
}
