package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.metrics.Scrape;
import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.LiveScrape;
import dev.shortener.analytics.support.Servers;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the address in a record to the number over HTTP, with a real broker and a real database. */
class VisitorsPipelineIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static final String ROBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
    private static final int PEOPLE = 60;

    /** Two of sixty may share a register. */
    private static final double NEARLY = 2;

    private final Lab lab = new Lab().withTopic();
    private final List<RunningPipeline> running = new ArrayList<>();

    @AfterEach
    void close() {
        running.forEach(RunningPipeline::stop);
        lab.close();
    }

    @Test
    void people_are_counted_once_however_often_they_click_on_whichever_node_and_whatever_is_delivered_again()
            throws Exception {
        List<Integer> nodes = List.of(Servers.unusedPort(), Servers.unusedPort());
        int api = Servers.unusedPort();
        start("on", nodes.get(0), api);
        start("on", nodes.get(1), 0);
        int sent = lab.send(clicks()).size();
        await().atMost(SOON).until(() -> lab.committed() == sent);

        assertThat((double) visitors(api)).isCloseTo(PEOPLE, within(NEARLY));
        assertThat(sum(nodes, "late")).isEqualTo(5);
        assertThat(sum(nodes, "early")).isEqualTo(0);
        assertThat(sum(nodes, "no_address")).isEqualTo(5);
        assertThat(lab.number("SELECT count(*) FROM click_visitor_salts")).isEqualTo(1);
        assertThat(lab.number("SELECT count(*) FROM click_visitor_changes"))
                .as("moved")
                .isZero();
        String sketches = sketches();

        deliverAgain(api, sent);
        assertThat(sketches()).isEqualTo(sketches);

        // The control: with another salt, everybody would be somebody else.
        lab.execute("UPDATE click_visitor_salts SET salt = 'made anew'");
        deliverAgain(api, sent);
        assertThat((double) visitors(api)).isCloseTo(2 * PEOPLE, within(3 * NEARLY));
    }

    @Test
    void off_is_the_default_and_leaves_nothing_behind() {
        int api = Servers.unusedPort();
        start("off", Servers.unusedPort(), api);
        int sent = lab.send(clicks()).size();
        await().atMost(SOON).until(() -> lab.committed() == sent);

        assertThat(lab.config(Map.of()).privacy().visitors()).isFalse();
        assertThat(ask(api).containsKey("visitors")).isFalse();
        assertThat(lab.number("SELECT (SELECT count(*) FROM click_visitor_salts)"
                        + " + (SELECT count(*) FROM click_visitor_changes) + (SELECT count(*) FROM click_visitors)"))
                .isZero();
    }

    private void deliverAgain(int api, int sent) throws Exception {
        running.forEach(RunningPipeline::stop);
        running.clear();
        lab.admin().deleteConsumerGroups(List.of(lab.group())).all().get();
        start("on", Servers.unusedPort(), api);
        await().atMost(SOON).until(() -> lab.committed() == sent);
        assertThat(visitors(api)).isPositive();
    }

    private static List<String> clicks() {
        long now = Instant.now().getEpochSecond();
        List<String> clicks = new ArrayList<>();
        for (int click = 0; click < 3 * PEOPLE + 1; click++) { // so that the same person is not always in one partition
            clicks.add(event(now, "81.2.69." + click % PEOPLE, FIREFOX));
        }
        for (int click = 0; click < 20; click++) {
            clicks.add(event(now, "81.2.70." + click, ROBOT));
        }
        for (int click = 0; click < 5; click++) {
            clicks.add(event(now, "", FIREFOX));
            clicks.add(event(now - Duration.ofDays(3).toSeconds(), "81.2.71." + click, FIREFOX));
        }
        return clicks;
    }

    private static String event(long at, String ip, String agent) {
        return new JsonObject()
                .put("short_code", "abc")
                .put("timestamp", at)
                .put("ip", ip)
                .put("user_agent", agent)
                .encode();
    }

    private void start(String visitors, int devPort, int apiPort) {
        running.add(RunningPipeline.start(lab.config(Map.of(
                "Privacy.Visitors",
                visitors,
                "DevServer.Enabled",
                "true",
                "DevServer.Port",
                Integer.toString(devPort),
                "Http.Enabled",
                "true",
                "Http.Port",
                Integer.toString(apiPort)))));
    }

    /** As of now, and not only of the last time that sketches were rolled up. */
    private long visitors(int api) {
        lab.number("SELECT coalesce(roll_up_click_visitors(true, 10000), 0)");
        lab.execute("UPDATE click_visitor_progress SET counting_since = '"
                + Instant.now().truncatedTo(ChronoUnit.DAYS) + "'");
        await().atMost(SOON).until(() -> lab.number("SELECT count(*) FROM click_visitor_changes") == 0);
        return ask(api).getLong("visitors");
    }

    private static JsonObject ask(int api) {
        return new JsonObject(LiveScrape.get(api, "/api/v1/clicks/abc").body());
    }

    private static double sum(List<Integer> nodes, String reason) {
        return nodes.stream()
                .flatMap(port -> Scrape.parse(LiveScrape.get(port, "/metrics").body()).samples().stream())
                .filter(sample -> sample.name().equals("analytics_visitors_left_out_total")
                        && sample.labels().get("reason").equals(reason))
                .mapToDouble(Scrape.Sample::value)
                .sum();
    }

    private String sketches() {
        return Long.toString(lab.number(
                "SELECT hashtextextended(string_agg(v::text, ',' ORDER BY v::text), 0)" + " FROM click_visitors AS v"));
    }
}
