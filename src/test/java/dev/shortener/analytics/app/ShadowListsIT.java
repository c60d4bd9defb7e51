package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.config.InvalidConfigException;
import dev.shortener.analytics.support.Lab;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists are tried beside those in use, and then used, on a real broker and a real database. */
class ShadowListsIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int CLICKS = 2_000;

    @TempDir
    private Path folder;

    private final Lab lab = new Lab().withTopic();
    private final int port = freePort();

    @AfterEach
    void close() {
        lab.close();
    }

    /** The clicks of the lab are curl's, on a page of Google's. */
    private Path otherLists() throws IOException {
        Files.writeString(folder.resolve("agents.tsv"), "curl-phone\tcurl/\tMobile\tfor a test\tcurl/8.0\n");
        Files.writeString(
                folder.resolve("sources.tsv"), "google.com\tgoogle mail\tEmail\n*.google.com\tgoogle mail\tEmail\n");
        return folder;
    }

    @Test
    void what_other_lists_would_class_otherwise_is_counted_and_no_row_is_changed_until_one_switches() throws Exception {
        lab.send(Lab.events(0, CLICKS));
        RunningPipeline shadowed = start(Map.of("Enrich.Shadow", otherLists().toString(), "Enrich.ShadowSample", "1"));
        await().atMost(SOON).until(() -> lab.committed() == CLICKS);
        String metrics = metrics();
        shadowed.stop();

        assertThat(value(metrics, "analytics_shadow_clicks_total")).isEqualTo(CLICKS);
        assertThat(value(metrics, difference("device_type", "Bot", "Mobile"))).isEqualTo(CLICKS);
        assertThat(value(metrics, difference("traffic_channel", "Search", "Email")))
                .isEqualTo(CLICKS);
        assertThat(value(metrics, difference("traffic_source", "any", "any"))).isEqualTo(CLICKS);
        assertThat(classed("Bot", "google", "Search")).isEqualTo(CLICKS);

        lab.send(Lab.events(CLICKS, CLICKS));
        RunningPipeline switched = start(Map.of("Enrich.Rules", otherLists().toString()));
        await().atMost(SOON).until(() -> lab.committed() == 2 * CLICKS);
        String afterwards = metrics();
        switched.stop();

        assertThat(afterwards).doesNotContain("analytics_shadow");
        assertThat(classed("Bot", "google", "Search")).isEqualTo(CLICKS);
        assertThat(classed("Mobile", "google mail", "Email")).isEqualTo(CLICKS);
        assertThat(lab.number("SELECT count(DISTINCT rules_version) FROM clicks"))
                .isEqualTo(2);
        assertThat(
                        lab.number(
                                "SELECT count(*) FROM clicks JOIN rules_versions v ON v.id = rules_version AND"
                                        + " (device_type = 'Mobile') = (v.first_used_at = (SELECT max(first_used_at) FROM rules_versions))"))
                .as("each row is traced to the lists that made it")
                .isEqualTo(2 * CLICKS);
    }

    /** The control of the test before: lists that say the same differ in nothing, and a sample is a sample. */
    @Test
    void the_same_lists_differ_in_nothing_and_a_share_of_the_clicks_is_compared() throws Exception {
        Files.copy(Path.of("data/devices.tsv"), folder.resolve("devices.tsv"));
        lab.send(Lab.events(0, CLICKS));
        RunningPipeline pipeline = start(Map.of("Enrich.Shadow", folder.toString(), "Enrich.ShadowSample", "0.25"));
        await().atMost(SOON).until(() -> lab.committed() == CLICKS);
        String metrics = metrics();
        pipeline.stop();

        assertThat(value(metrics, "analytics_shadow_clicks_total")).isBetween(CLICKS * 0.2, CLICKS * 0.3);
        assertThat(metrics).doesNotContain("analytics_shadow_differences");
    }

    @Test
    void a_list_that_cannot_be_used_keeps_the_service_from_starting() throws IOException {
        Path list = Files.writeString(
                folder.resolve("sources.tsv"), "# hosts\nhttps://a.example/\ta\tSearch\nb.example\tb\tNews\n");
        assertThatThrownBy(() -> start(Map.of("Enrich.Shadow", folder.toString())))
                .isInstanceOfSatisfying(InvalidConfigException.class, invalid -> assertThat(invalid.faults())
                        .hasSize(2)
                        .anyMatch(fault -> fault.startsWith("Enrich.Shadow: " + list + " line 2: 'https://a.example/'"))
                        .anyMatch(fault -> fault.startsWith(
                                "Enrich.Shadow: " + list + " line 3: 'News' is no channel; allowed: Direct, Search")));
        Files.move(list, folder.resolve("source.tsv"));
        assertThatThrownBy(() -> start(Map.of("Enrich.Rules", folder.toString())))
                .hasMessageContaining("source.tsv: no list is called like that; allowed: agents.tsv, ");
        assertThatThrownBy(() ->
                        start(Map.of("Enrich.Rules", folder.resolve("absent").toString())))
                .hasMessageContaining("absent: there is no such file");
    }

    private RunningPipeline start(Map<String, String> overrides) {
        Map<String, String> all = new HashMap<>(overrides);
        all.put("DevServer.Enabled", "true");
        all.put("DevServer.Port", Integer.toString(port));
        return RunningPipeline.start(lab.config(all));
    }

    private long classed(String device, String source, String channel) {
        return lab.number("SELECT count(*) FROM clicks WHERE device_type = '" + device + "' AND traffic_source = '"
                + source + "' AND traffic_channel = '" + channel + "'");
    }

    private static String difference(String column, String from, String to) {
        return "analytics_shadow_differences_total{column=\"" + column + "\",from=\"" + from + "\",to=\"" + to + "\"}";
    }

    private static double value(String metrics, String series) {
        List<String> lines =
                metrics.lines().filter(line -> line.startsWith(series + " ")).toList();
        assertThat(lines).as(series).hasSize(1);
        return Double.parseDouble(lines.get(0).substring(series.length() + 1));
    }

    private String metrics() throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + "/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new IllegalStateException(none);
        }
    }
}
