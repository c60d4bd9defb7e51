package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.config.EnrichConfig;
import dev.shortener.analytics.enrich.LabelledAgents.LabelledAgent;
import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.ClientHints;
import dev.shortener.analytics.event.DeviceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From one run to the next, with the real yauaa. */
class AgentMemoryTest {

    private static final ClientHints HINTS =
            new ClientHints("\"Chromium\";v=\"130\"", "\"Android\"", "?0", "\"SM-X900\"");

    @TempDir
    private Path folder;

    @Test
    void a_user_agent_that_was_known_before_gets_the_same_row_by_the_same_steps() throws IOException {
        List<ClickEvent> clicks = clicks();
        ClickEnricher first = load();
        clicks.forEach(first::enrich);
        assertThat(first.keepAgents()).isGreaterThan(300);
        assertThat(first.keepAgents()).as("nothing new").isZero();
        byte[] kept = Files.readAllBytes(file());

        ClickEnricher next = load();
        assertThat(clicks)
                .allSatisfy(click -> assertThat(next.enrich(click)).isEqualTo(first.enrich(click)))
                .allSatisfy(click -> assertThat(next.explain(click)).isEqualTo(first.explain(click)));
        assertThat(next.keepAgents()).as("yauaa was never asked").isZero();

        next.enrich(click("Mozilla/5.0 (X11; NewSystem) New/1.0", ClientHints.NONE));
        assertThat(next.keepAgents()).isGreaterThan(300);
        assertThat(Files.readAllBytes(file())).isNotEqualTo(kept);
    }

    /** What yauaa said is known, and what the rules of before made of it counts no more. */
    @Test
    void other_rules_make_another_device_of_a_known_user_agent() throws IOException {
        String userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0";
        ClickEvent click = click(userAgent, ClientHints.NONE);
        ClickEnricher first = load();
        DeviceType before = first.enrich(click).deviceType();
        first.keepAgents();
        Path rules = folder.resolve("devices.tsv");
        Files.writeString(rules, "desks\tX11\tTV\tto see that it counts\t" + userAgent + "\n");

        ClickEnricher next = ClickEnricher.load(
                CountryLookup.none(),
                new EnrichConfig(null, List.of()).withRules(rules).withKnownAgents(file()));

        assertThat(next.enrich(click).deviceType()).isEqualTo(DeviceType.TV).isNotEqualTo(before);
        assertThat(next.keepAgents()).as("devices are kept anew").isOne();
        assertThat(load().enrich(click).deviceType()).isEqualTo(before);
    }

    private ClickEnricher load() throws IOException {
        return ClickEnricher.load(CountryLookup.none(), new EnrichConfig(null, List.of()).withKnownAgents(file()));
    }

    private Path file() {
        return folder.resolve("known-agents");
    }

    /** With texts that yauaa is asked the beginning of, or nothing. */
    private static List<ClickEvent> clicks() throws IOException {
        List<ClickEvent> clicks = new ArrayList<>();
        LabelledAgents.all().stream()
                .map(LabelledAgent::userAgent)
                .limit(400)
                .forEach(userAgent -> clicks.add(click(userAgent, ClientHints.NONE)));
        clicks.add(click(clicks.get(0).userAgent(), HINTS));
        clicks.add(click("", HINTS));
        clicks.add(click("", ClientHints.NONE));
        clicks.add(click("Mozilla/5.0 (".repeat(20), ClientHints.NONE));
        clicks.add(click("x".repeat(700), ClientHints.NONE));
        return clicks;
    }

    private static ClickEvent click(String userAgent, ClientHints hints) {
        return new ClickEvent("abc", Instant.parse("2025-11-07T12:00:00Z"), "", userAgent, "", hints, null);
    }
}
