package dev.shortener.analytics.app;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Clicks that are invented but plausible: few links have most of them. The same seed gives the same clicks but for their time. For one thread. */
public final class GeneratedEvents implements EventSource {

    private static final int LINKS = 2_000;
    private static final String CODE_LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final List<String> USER_AGENTS = List.of(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.0.0 Safari/537.36",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.%d Safari/605.1.15",
            "Mozilla/5.0 (X11; Linux x86_64; rv:%1$d.0) Gecko/20100101 Firefox/%1$d.0",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_%d like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.0.0 Mobile Safari/537.36",
            "Mozilla/5.0 (Linux; Android 13; SM-X700) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.0.0 Safari/537.36",
            "Mozilla/5.0 (iPad; CPU OS 16_%d like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.0 Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (SMART-TV; Linux; Tizen 7.0) AppleWebKit/537.36 (KHTML, like Gecko) Version/%d.0 TV Safari/537.36",
            "Mozilla/5.0 (compatible; Googlebot/2.%d; +http://www.google.com/bot.html)");

    private static final List<String> REFERERS = List.of(
            "",
            "",
            "https://www.google.com/",
            "https://www.bing.com/search?q=short+links",
            "https://m.facebook.com/",
            "https://t.co/abc",
            "https://chatgpt.com/",
            "https://mail.google.com/mail/u/0/",
            "https://news.ycombinator.com/item?id=1",
            "https://example.org/a/page");

    private final long count;
    private final Random random;
    private final InstantSource clock;
    private long given;

    /**
     * @param count how many; negative for no end
     */
    public GeneratedEvents(long count) {
        this(count, 42, InstantSource.system());
    }

    GeneratedEvents(long count, long seed, InstantSource clock) {
        this.count = count;
        this.random = new Random(seed);
        this.clock = clock;
    }

    @Override
    public byte @Nullable [] next() {
        if (count >= 0 && given >= count) {
            return null;
        }
        given++;
        JsonObject event = new JsonObject()
                .put("short_code", shortCode(link()))
                .put("timestamp", clock.instant().getEpochSecond())
                .put("ip", address())
                .put("user_agent", pick(USER_AGENTS).formatted(90 + random.nextInt(30)))
                .put("referer", pick(REFERERS));
        return event.encode().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public double fraction() {
        return count <= 0 ? -1 : (double) given / count;
    }

    @Override
    public void close() {}

    /** Link number n has about 1/n of the clicks of the first: Zipf's law, by inverting its continuous form. */
    private int link() {
        return (int) Math.exp(random.nextDouble() * Math.log(LINKS));
    }

    private static String shortCode(int link) {
        Random letters = new Random(link);
        StringBuilder code = new StringBuilder(7);
        for (int place = 0; place < 7; place++) {
            code.append(CODE_LETTERS.charAt(letters.nextInt(CODE_LETTERS.length())));
        }
        return code.toString();
    }

    private String address() {
        return (11 + random.nextInt(80)) + "." + random.nextInt(256) + "." + random.nextInt(256) + "."
                + (1 + random.nextInt(254));
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
