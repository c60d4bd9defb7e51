package dev.shortener.analytics.generate;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Clicks as a shortener publishes them, without end: a few links are clicked by everybody, most by hardly anyone. The same
 * settings give the same clicks. For one thread.
 */
public final class ClickGenerator {

    private static final String CODE_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int CODE_LENGTH = 7;

    private final GeneratorSettings settings;
    private final SplittableRandom random;
    private final List<String> codes;
    private final ZipfChoice popularity;

    public ClickGenerator(GeneratorSettings settings) {
        this.settings = settings;
        this.random = new SplittableRandom(settings.seed());
        this.codes = codes(random, settings.shortCodes());
        this.popularity = new ZipfChoice(settings.shortCodes());
    }

    /** The next event: UTF-8 JSON. */
    public byte[] next() {
        return new JsonObject()
                .put("short_code", codes.get(popularity.next(random)))
                .put("timestamp", settings.clock().instant().getEpochSecond())
                .put("ip", VisitorAddresses.next(random))
                .put("user_agent", UserAgents.next(random))
                .put("referer", Referers.next(random))
                .encode()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> codes(SplittableRandom random, int number) {
        Set<String> codes = new LinkedHashSet<>();
        while (codes.size() < number) {
            codes.add(code(random));
        }
        return new ArrayList<>(codes);
    }

    private static String code(SplittableRandom random) {
        StringBuilder code = new StringBuilder(CODE_LENGTH);
        for (int position = 0; position < CODE_LENGTH; position++) {
            code.append(CODE_ALPHABET.charAt(random.nextInt(CODE_ALPHABET.length())));
        }
        return code.toString();
    }
}
