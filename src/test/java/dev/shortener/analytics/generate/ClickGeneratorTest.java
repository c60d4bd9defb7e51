package dev.shortener.analytics.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.enrich.ClickDecoder;
import dev.shortener.analytics.enrich.Decoded;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClickGeneratorTest {

    private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-06-01T12:00:00Z"));

    @Test
    void the_same_seed_gives_the_same_clicks() {
        assertThat(clicks(42, 1_000)).isEqualTo(clicks(42, 1_000));
    }

    @Test
    void another_seed_gives_other_clicks() {
        assertThat(clicks(43, 10)).doesNotContainAnyElementsOf(clicks(42, 10));
    }

    @Test
    void the_consumer_takes_every_one_of_them() {
        ClickDecoder decoder = new ClickDecoder(NOON);
        ClickGenerator generator = new ClickGenerator(new GeneratorSettings(42, 3_000, NOON));

        for (int number = 0; number < 5_000; number++) {
            assertThat(decoder.decode(generator.next(), null)).isInstanceOf(Decoded.Click.class);
        }
    }

    @Test
    void popularity_follows_zipf() {
        Map<String, Long> counts = clicks(42, 50_000).stream()
                .map(click -> click.getString("short_code"))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        List<Long> ranked =
                counts.values().stream().sorted(Comparator.reverseOrder()).toList();

        assertThat(ranked.get(0) / (double) ranked.get(1)).isBetween(1.7, 2.3);
        assertThat(ranked.get(0) / (double) ranked.get(9)).isBetween(8.0, 12.5);
        assertThat(ranked).hasSizeGreaterThan(2_000);
    }

    @Test
    void addresses_are_public() throws Exception {
        for (JsonObject click : clicks(42, 2_000)) {
            InetAddress address = InetAddress.getByName(click.getString("ip"));
            assertThat(address.isSiteLocalAddress() || address.isLoopbackAddress() || address.isMulticastAddress())
                    .isFalse();
        }
    }

    @Test
    void user_agents_and_referers_are_many() {
        List<JsonObject> clicks = clicks(42, 20_000);

        assertThat(clicks.stream().map(click -> click.getString("user_agent")).distinct())
                .hasSizeGreaterThan(200);
        assertThat(clicks.stream().map(click -> click.getString("referer")).distinct())
                .hasSizeGreaterThan(15);
    }

    private static List<JsonObject> clicks(long seed, int number) {
        ClickGenerator generator = new ClickGenerator(new GeneratorSettings(seed, 3_000, NOON));
        return Stream.generate(generator::next)
                .limit(number)
                .map(bytes -> new JsonObject(Buffer.buffer(bytes)))
                .toList();
    }
}
