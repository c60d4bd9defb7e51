package dev.shortener.analytics.app;

import dev.shortener.analytics.support.Lab;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Clicks that make a page worth looking at. Stateless. */
final class PageHistory {

    private PageHistory() {}

    /** Three days of a link that is called popular, more in the afternoons. */
    static void insertInto(Lab lab) {
        lab.execute(
                """
                INSERT INTO clicks (id, short_code, clicked_at, country_code, device_type, traffic_source, traffic_channel, browser, os)
                SELECT gen_random_uuid(), 'popular', date_trunc('hour', now()) - hour * interval '1 hour',
                       (ARRAY['US','US','US','IN','IN','BR','DE','GB','FR','JP'])[1 + click % 10],
                       (ARRAY['Mobile','Mobile','Mobile','Desktop','Desktop','Tablet','Bot'])[1 + click % 7],
                       (ARRAY['direct','google','google','x','chatgpt','news.ycombinator.com'])[1 + click % 6],
                       (ARRAY['Direct','Search','Search','Social','AI','Referral'])[1 + click % 6],
                       (ARRAY['Chrome','Chrome','Safari','Firefox'])[1 + click % 4],
                       (ARRAY['Android','iOS','Windows'])[1 + click % 3]
                FROM generate_series(1, 72) AS hour,
                     generate_series(1, (220 + 160 * sin((24 - hour) * pi() / 12))::int) AS click
                """);
    }

    /** Invented ones, of now. */
    static List<String> clicks(int count) {
        GeneratedEvents source = new GeneratedEvents(count);
        List<String> events = new ArrayList<>(count);
        for (byte[] event = source.next(); event != null; event = source.next()) {
            events.add(new String(event, StandardCharsets.UTF_8));
        }
        return events;
    }

    /** One of now. */
    static String click(String code) {
        return new JsonObject()
                .put("short_code", code)
                .put("timestamp", Instant.now().getEpochSecond())
                .put("ip", "81.2.69.142")
                .put("user_agent", "curl/8.0")
                .put("referer", "https://www.google.com/")
                .encode();
    }
}
