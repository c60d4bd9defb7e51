package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.enrich.LabelledAgents.LabelledAgent;
import dev.shortener.analytics.event.ClientHints;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Fails below the accuracy that was reached; the tables are printed. Their cases: {@code src/test/resources/labelled/README.md}. */
class DeviceScoreTest {

    private static final List<String> PEOPLE = List.of("Desktop", "Mobile", "Tablet", "TV");

    /** Points of a percentage that each figure is below the one reached: room for a case or two. */
    private static final Map<String, Double> RECALLS =
            Map.of("Desktop", 98.5, "Mobile", 99.0, "Tablet", 95.0, "TV", 99.0, "Bot", 98.4, "Other", 97.0);

    private final List<LabelledAgent> cases = LabelledAgents.all();

    DeviceScoreTest() throws IOException {}

    @Test
    void devices_are_told_as_other_test_suites_label_them() {
        Confusion scored = score(agent -> !agent.isYauaas(), DeviceScoreTest::told);
        print("labels of others", scored);
        assertThat(scored.total()).isGreaterThan(3_700);
        assertThat(scored.accuracy()).isGreaterThan(98.5);
        assertThat(scored.macroF1()).isGreaterThan(97.5);
        RECALLS.forEach(
                (label, floor) -> assertThat(scored.recall(label)).as(label).isGreaterThan(floor));
    }

    @Test
    void the_rules_are_worth_having() {
        UserAgentParser yauaa = UserAgentParser.load();
        Confusion alone = score(
                agent -> !agent.isYauaas(),
                userAgent -> yauaa.parse(userAgent, ClientHints.NONE).type().label());
        print("yauaa alone", alone);
        Confusion scored = score(agent -> !agent.isYauaas(), DeviceScoreTest::told);
        assertThat(scored.accuracy()).isGreaterThan(alone.accuracy() + 5);
        assertThat(scored.macroF1()).isGreaterThan(alone.macroF1() + 3);
    }

    @Test
    void what_yauaa_knows_is_not_spoilt() {
        Confusion scored = score(LabelledAgent::isYauaas, DeviceScoreTest::told);
        print("yauaa's own cases", scored);
        assertThat(scored.accuracy()).isGreaterThan(97.5);
    }

    @Test
    void hardly_anybody_is_called_a_bot() {
        Confusion scored = score(agent -> PEOPLE.contains(agent.label()), DeviceScoreTest::told);
        int bots = PEOPLE.stream().mapToInt(label -> scored.count(label, "Bot")).sum();
        System.out.printf("people called Bot: %d of %d%n", bots, scored.total());
        assertThat(100.0 * bots / scored.total()).isLessThan(0.35);
    }

    @Test
    void no_suite_is_read_badly() {
        Map<String, Confusion> bySource = new TreeMap<>();
        for (LabelledAgent agent : cases) {
            bySource.computeIfAbsent(agent.source(), source -> new Confusion())
                    .add(agent.label(), told(agent.userAgent()));
        }
        bySource.forEach((source, scored) -> {
            System.out.printf("%-22s %5d, %.1f %% right%n", source, scored.total(), scored.accuracy());
            assertThat(scored.accuracy()).as(source).isGreaterThan(85);
        });
    }

    private Confusion score(Predicate<LabelledAgent> which, Function<String, String> classifier) {
        Confusion scored = new Confusion();
        cases.stream().filter(which).forEach(agent -> scored.add(agent.label(), classifier.apply(agent.userAgent())));
        return scored;
    }

    private static String told(String userAgent) {
        return DeviceClassifierTest.CLASSIFIER.classify(userAgent).type().label();
    }

    private static void print(String title, Confusion scored) {
        System.out.println(title + ": " + scored);
    }
}
