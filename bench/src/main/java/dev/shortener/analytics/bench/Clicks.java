package dev.shortener.analytics.bench;

import dev.shortener.analytics.generate.ClickGenerator;
import dev.shortener.analytics.generate.GeneratorSettings;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The product's invented clicks with some 3,000 user agents instead of its 250: browsers say their build. The same seed gives the same
 * clicks. For one thread.
 */
final class Clicks {

    private static final Pattern BROWSER_VERSION = Pattern.compile("(Chrome|Version|Firefox)/(\\d+)[0-9.]*");
    private static final int BUILDS = 12;
    private static final int SHORT_CODES = 3_000;
    private static final int CLICKS_PER_SECOND = 2_000;
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    private final ClickGenerator generator;
    private final SplittableRandom random;
    private final long seed;
    private long made;

    Clicks(long seed) {
        generator = new ClickGenerator(
                new GeneratorSettings(seed, SHORT_CODES, () -> FIRST.plusSeconds(made / CLICKS_PER_SECOND)));
        random = new SplittableRandom(seed);
        this.seed = seed;
    }

    /** The next event: UTF-8 JSON. */
    byte[] next() {
        return bytes(withBuild("0." + random.nextInt(BUILDS)));
    }

    /** The next event, of a user agent that nobody has seen, nor will see in clicks of another seed. */
    byte[] nextOfNewAgent() {
        JsonObject event = withBuild("0." + (BUILDS + made));
        return bytes(event.put("user_agent", event.getString("user_agent") + " App/" + seed + "." + made));
    }

    /** The next event, with an id of its own. */
    byte[] nextWithId(String eventId) {
        return bytes(withBuild("0." + random.nextInt(BUILDS)).put("event_id", eventId));
    }

    private JsonObject withBuild(String build) {
        made++;
        JsonObject event = new JsonObject(Buffer.buffer(generator.next()));
        Matcher version = BROWSER_VERSION.matcher(event.getString("user_agent"));
        return event.put("user_agent", version.replaceFirst("$1/$2." + build));
    }

    private static byte[] bytes(JsonObject event) {
        return event.encode().getBytes(StandardCharsets.UTF_8);
    }
}
