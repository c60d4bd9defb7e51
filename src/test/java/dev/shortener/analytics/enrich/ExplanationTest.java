package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.shortener.analytics.enrich.LabelledAgents.LabelledAgent;
import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.ClientHints;
import dev.shortener.analytics.event.EnrichedClick;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is explained is what is stored, and the step that is named is the one that decided. */
class ExplanationTest {

    private static final Instant TIME = Instant.parse("2025-11-07T12:00:00Z");
    private static final String IPAD = "Mozilla/5.0 (iPad; CPU OS 16_5 like Mac OS X) AppleWebKit/605.1.15"
            + " (KHTML, like Gecko) Version/16.5 Mobile/15E148 Safari/604.1";

    private static ClickEnricher enricher;

    @BeforeAll
    static void load() throws IOException {
        enricher = ClickEnricher.load(CountryLookup.open(Path.of("data/country.mmdb")), List.of("sho.rt"));
    }

    @Test
    void explain_and_enrich_agree_on_every_labelled_user_agent() throws IOException {
        List<LabelledAgent> agents = LabelledAgents.all();
        assertThat(agents).hasSizeGreaterThan(2_500);
        agents.forEach(agent -> agrees(click("", agent.userAgent(), "")));
    }

    @Test
    void explain_and_enrich_agree_on_every_labelled_referer() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("src/test/resources/labelled/referers.tsv"));
        assertThat(rows).hasSizeGreaterThan(1_500);
        rows.forEach(row -> agrees(click("", "", row.split("\t", -1)[0])));
    }

    @Test
    void explain_and_enrich_agree_on_real_clicks() throws IOException {
        int clicks = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(SharedData.file("real-clicks.ndjson.gz"))),
                StandardCharsets.UTF_8))) {
            ObjectMapper json = new ObjectMapper();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode click = json.readTree(line);
                agrees(click(text(click, "ip"), text(click, "user_agent"), text(click, "referer")));
                clicks++;
            }
        }
        assertThat(clicks).isGreaterThan(9_000);
    }

    @Test
    void the_step_and_the_rule_that_decided_are_named_and_so_are_those_that_did_not() {
        Explanation said = enricher.explain(click("81.2.69.142", IPAD, "https://www.google.com/?gclid=x"));

        assertThat(said.decisive(Column.COUNTRY_CODE).orElseThrow().rule()).contains(" built ");
        assertThat(said.of(Column.DEVICE_TYPE)).extracting(Finding::step).startsWith("yauaa", "agents.tsv");
        assertThat(said.of(Column.TRAFFIC_CHANNEL))
                .extracting(Finding::rule, Finding::value)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("www.google.com", "Search"),
                        org.assertj.core.groups.Tuple.tuple("gclid", "Paid"));
        assertThat(said.decisive(Column.TRAFFIC_SOURCE).orElseThrow().value()).isEqualTo("google");
    }

    @Test
    void a_rule_on_devices_is_named_with_its_reason_after_what_yauaa_said() {
        Explanation said = enricher.explain(click("", "Mozilla/5.0 (X11) HeadlessChrome/120.0.0.0", ""));

        assertThat(said.decisive(Column.DEVICE_TYPE).orElseThrow()).satisfies(finding -> {
            assertThat(finding.step()).isEqualTo("agents.tsv");
            assertThat(finding.rule()).isEqualTo("headless");
            assertThat(finding.reason()).isEqualTo("browsers without a window are driven by programs");
        });
    }

    @Test
    void no_address_is_in_an_explanation() {
        Explanation said = enricher.explain(click("81.2.69.142", IPAD, ""));
        assertThat(said.findings().toString()).doesNotContain("81.2");
    }

    @Test
    void client_hints_are_believed_before_the_frozen_user_agent_and_that_is_said() {
        String frozen = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0"
                + " Mobile Safari/537.36";
        assertThat(type(frozen, ClientHints.NONE)).isEqualTo("Mobile");
        assertThat(type(frozen, hints("Android", "?0", "SM-X700"))).isEqualTo("Tablet");
        assertThat(type(frozen.replace("Mobile ", ""), hints("Android", "?1", "Pixel 8")))
                .isEqualTo("Mobile");
        String desk = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0"
                + " Safari/537.36";
        assertThat(type(desk, ClientHints.NONE)).isEqualTo("Desktop");
        assertThat(type(desk, hints("Android", "?0", "SM-T500"))).isEqualTo("Tablet");
        assertThat(type(desk, new ClientHints("\"HeadlessChrome\";v=\"120\"", "\"Linux\"", "?0", "")))
                .isEqualTo("Bot");
        assertThat(type("", hints("Windows", "?0", ""))).isEqualTo("Desktop");

        ClickEvent hinted = new ClickEvent("abc", TIME, "", frozen, "", hints("Android", "?0", "SM-X700"), null);
        assertThat(enricher.explain(hinted).of(Column.DEVICE_TYPE)).first().satisfies(finding -> {
            assertThat(finding.step()).isEqualTo("client hints");
            assertThat(finding.reason()).contains("SM-X700");
        });
    }

    private static ClientHints hints(String platform, String mobile, String model) {
        return new ClientHints("", '"' + platform + '"', mobile, model.isEmpty() ? "" : '"' + model + '"');
    }

    private static String type(String userAgent, ClientHints hints) {
        ClickEvent click = new ClickEvent("abc", TIME, "", userAgent, "", hints, null);
        agrees(click);
        return enricher.enrich(click).deviceType().label();
    }

    private static void agrees(ClickEvent click) {
        EnrichedClick enriched = enricher.enrich(click);
        Explanation said = enricher.explain(click);
        assertThat(said.click()).isEqualTo(enriched);
        says(said, Column.SHORT_CODE, enriched.shortCode());
        says(said, Column.COUNTRY_CODE, enriched.countryCode());
        says(said, Column.DEVICE_TYPE, enriched.deviceType().label());
        says(said, Column.TRAFFIC_SOURCE, enriched.trafficSource());
        says(said, Column.TRAFFIC_CHANNEL, enriched.trafficChannel().label());
        says(said, Column.BROWSER, enriched.browser());
        says(said, Column.OS, enriched.os());
    }

    /** What is told of the way to a value leads to that value. */
    private static void says(Explanation said, Column column, String value) {
        assertThat(said.decisive(column).map(Finding::value)).as("%s", column).contains(value);
    }

    private static ClickEvent click(String ip, String userAgent, String referer) {
        return new ClickEvent("abc", TIME, ip, userAgent, referer, null);
    }

    private static String text(JsonNode click, String member) {
        return click.path(member).asText("");
    }
}
