package dev.shortener.analytics.generate;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Where visitors come from, in the proportions of a link that is shared: nearly half leave no trace of it. */
final class Referers {

    private static final WeightedChoice<String> CHOICE = new WeightedChoice<>(List.of(
            Map.entry("", 44),
            Map.entry("https://www.google.com/", 13),
            Map.entry("https://www.google.de/search?q=short+link", 2),
            Map.entry("https://www.bing.com/", 2),
            Map.entry("https://duckduckgo.com/", 1),
            Map.entry("https://l.facebook.com/", 6),
            Map.entry("https://m.facebook.com/", 3),
            Map.entry("https://www.instagram.com/", 4),
            Map.entry("https://t.co/Xy12abCDeF", 5),
            Map.entry("https://www.linkedin.com/feed/", 3),
            Map.entry("https://www.reddit.com/r/programming/", 2),
            Map.entry("https://www.youtube.com/redirect", 2),
            Map.entry("https://www.tiktok.com/", 1),
            Map.entry("https://chatgpt.com/", 2),
            Map.entry("https://www.perplexity.ai/", 1),
            Map.entry("https://mail.google.com/mail/u/0/", 2),
            Map.entry("android-app://com.google.android.gm/", 1),
            Map.entry("https://news.ycombinator.com/item?id=42000000", 2),
            Map.entry("https://en.wikipedia.org/wiki/URL_shortening", 1),
            Map.entry("https://blog.example.org/2026/links", 2),
            Map.entry("http://intranet.example.com:8080/wiki", 1)));

    private Referers() {}

    /** Empty for a visitor who typed the link, or whose application does not tell. */
    static String next(SplittableRandom random) {
        return CHOICE.next(random);
    }
}
