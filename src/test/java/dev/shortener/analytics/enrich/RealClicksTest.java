package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.shortener.analytics.event.TrafficChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** What a real site's 9,999 requests of May 2015 break down to. What is expected was counted by plain text in the same clicks. */
class RealClicksTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CLICKS = 9_999;

    private final List<JsonNode> clicks = clicks(SharedData.file("real-clicks.ndjson.gz"));
    private final RefererClassifier referers = RefererClassifier.load(List.of("semicomplete.com"));

    RealClicksTest() throws IOException {}

    @Test
    void devices_break_down_as_on_a_site_for_programmers() {
        Map<String, Long> types = counts(click -> DeviceClassifierTest.CLASSIFIER
                .classify(text(click, "user_agent"))
                .type()
                .label());
        System.out.println("real clicks, devices: " + types);
        assertThat(types.get("Desktop")).isBetween(6_600L, 6_900L);
        assertThat(types.get("Bot")).isBetween(2_500L, 2_750L);
        assertThat(types.get("Mobile")).isBetween(280L, 330L);
        assertThat(types.get("Tablet")).isBetween(85L, 110L);
        assertThat(types.get("Unknown")).isBetween(190L, 200L);
    }

    @Test
    void nearly_all_that_call_themselves_robots_are_bots_and_no_plain_browser_is() {
        for (JsonNode click : clicks) {
            String userAgent = text(click, "user_agent");
            boolean isBot = DeviceClassifierTest.CLASSIFIER
                    .classify(userAgent)
                    .type()
                    .label()
                    .equals("Bot");
            if (userAgent.matches(".*(?i:bot|spider|crawler|feedfetcher)\\b.*")) {
                assertThat(isBot).as(userAgent).isTrue();
            } else if (userAgent.matches(
                    "Mozilla/5\\.0 \\([^()+]*\\) (?:AppleWebKit/[0-9.]+ \\(KHTML, like Gecko\\) Chrome/[0-9.]+ Safari/[0-9.]+"
                            + "|Gecko/[0-9.]+ Firefox/[0-9.]+)")) {
                assertThat(isBot).as(userAgent).isFalse();
            }
        }
    }

    @Test
    void sources_break_down_as_its_referers_do() {
        Map<TrafficChannel, Long> channels =
                counts(click -> referers.classify(text(click, "referer")).channel());
        System.out.println("real clicks, channels: " + channels);
        assertThat(channels)
                .containsEntry(TrafficChannel.DIRECT, containing("|-"))
                .containsEntry(
                        TrafficChannel.INTERNAL, containing("https?://(?:[a-z]+\\.)?semicomplete\\.com(?:[:/].*)?"));
        assertThat(channels.get(TrafficChannel.SEARCH)).isBetween(590L, 620L);
        assertThat(channels.getOrDefault(TrafficChannel.UNKNOWN, 0L)).isLessThan(10);
        long google = clicks.stream()
                .map(click -> referers.classify(text(click, "referer")))
                .filter(source -> source.equals(new TrafficSource("google", TrafficChannel.SEARCH)))
                .count();
        long written = containing("https?://(?:(?:www|images|encrypted)\\.)?google\\.[a-z.]{2,6}/.*");
        // Some of Google's hosts are no search, and some search pages of others are Google's.
        assertThat(google).isBetween(written - 3, written + 3);
    }

    private long containing(String referer) {
        return clicks.stream()
                .filter(click -> text(click, "referer").matches(referer))
                .count();
    }

    private <K> Map<K, Long> counts(Function<JsonNode, K> key) {
        assertThat(clicks).hasSize(CLICKS);
        return clicks.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.counting()));
    }

    private static String text(JsonNode click, String member) {
        return click.path(member).asText("");
    }

    private static List<JsonNode> clicks(Path file) {
        try (InputStream in = Files.newInputStream(file);
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
            return reader.lines().map(RealClicksTest::json).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }
}
