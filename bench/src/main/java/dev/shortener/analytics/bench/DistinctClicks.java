package dev.shortener.analytics.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Clicks of so many user agents on so many links, each as likely as the next. The same number, the same clicks. For one thread. */
final class DistinctClicks {

    private final Clicks clicks = new Clicks(1);
    private final SplittableRandom random = new SplittableRandom(1);
    private final int distinct;

    DistinctClicks(int distinct) {
        this.distinct = distinct;
    }

    /** The next event: UTF-8 JSON. */
    byte[] next() {
        JsonObject event = new JsonObject(Buffer.buffer(clicks.next()));
        event.put("short_code", "s" + Integer.toString(random.nextInt(distinct), Character.MAX_RADIX));
        event.put(
                "user_agent",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0."
                        + random.nextInt(distinct) + ".0 Safari/537.36");
        return event.encode().getBytes(StandardCharsets.UTF_8);
    }
}
