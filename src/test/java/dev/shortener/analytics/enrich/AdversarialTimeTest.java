package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.enrich.LabelledAgents.LabelledAgent;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What 1,000 characters of anything cost beside what people and programs send, in processor time of one run. */
class AdversarialTimeTest {

    private static final int CASES = 400;
    private static final Set<String> PEOPLE = Set.of("Desktop", "Mobile", "Tablet", "TV");
    private static final List<String> PARTS = List.of(
            "(",
            "/",
            ";",
            ":",
            "[",
            "|",
            "=",
            "@",
            "\"",
            " Mobile ",
            "Android ",
            "Build/",
            "Version/",
            "CFNetwork/",
            "Mozilla/5.0 (",
            "compatible; ",
            "bot",
            "1.2.3.4.5",
            "a b",
            "a/1 ",
            "http://a.b/",
            "\u00e9");
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Test
    void one_thousand_characters_of_anything_cost_no_more_than_twice_what_people_send() throws IOException {
        Costs costs = Costs.of(1_000);
        System.out.println("1,000 characters: " + costs);
        assertThat(costs.adversarialAt(99)).as("seed %d", costs.seed()).isLessThan(2 * costs.ordinary());
    }

    @Test
    void what_is_as_long_as_a_user_agent_can_be_costs_at_the_median_no_more_than_a_few_of_people() throws IOException {
        Costs costs = Costs.of(600);
        System.out.println("600 characters: " + costs);
        assertThat(costs.adversarialAt(50)).as("seed %d", costs.seed()).isLessThan(8 * costs.ordinary());
    }

    private static String repeated(Random random, int chars) {
        StringBuilder part = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            part.append(PARTS.get(random.nextInt(PARTS.size())));
        }
        return part.toString().repeat(chars / part.length() + 1).substring(0, chars);
    }

    /** Of one that is not remembered. */
    private static long nanos(String userAgent) {
        long start = THREADS.getCurrentThreadCpuTime();
        DeviceClassifierTest.CLASSIFIER.classify(userAgent, dev.shortener.analytics.event.ClientHints.NONE, Trace.NONE);
        return THREADS.getCurrentThreadCpuTime() - start;
    }

    /**
     * @param ordinary median of what people send, in nanoseconds
     * @param adversarial of each adversarial text, in nanoseconds, ascending
     */
    private record Costs(long seed, long ordinary, List<Long> adversarial) {

        static Costs of(int chars) throws IOException {
            long seed = System.nanoTime();
            Random random = new Random(seed);
            List<String> people = LabelledAgents.all().stream()
                    .filter(agent -> PEOPLE.contains(agent.label()))
                    .map(LabelledAgent::userAgent)
                    .toList();
            // Compiles what both use, and lets yauaa meet what both are made of.
            people.subList(0, 2 * CASES).forEach(AdversarialTimeTest::nanos);
            ascending(2 * CASES, () -> repeated(random, chars));
            Iterator<String> others = people.listIterator(2 * CASES);
            long ordinary = ascending(CASES, others::next).get(CASES / 2);
            return new Costs(seed, ordinary, ascending(CASES, () -> repeated(random, chars)));
        }

        private static List<Long> ascending(int cases, Supplier<String> userAgents) {
            return Stream.generate(userAgents)
                    .limit(cases)
                    .map(AdversarialTimeTest::nanos)
                    .sorted()
                    .toList();
        }

        long adversarialAt(int percentile) {
            return adversarial.get(CASES * percentile / 100);
        }

        @Override
        public String toString() {
            return String.format(
                    "median of ordinary %,d ns, of adversarial %,d ns, 99 in 100 %,d ns, longest %,d ns",
                    ordinary, adversarialAt(50), adversarialAt(99), adversarial.get(CASES - 1));
        }
    }
}
