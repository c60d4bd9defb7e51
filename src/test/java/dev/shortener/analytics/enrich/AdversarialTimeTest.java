package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.enrich.LabelledAgents.LabelledAgent;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
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
    void one_thousand_characters_of_anything_cost_at_the_median_no_more_than_a_few_user_agents_of_people()
            throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> all = LabelledAgents.all().stream()
                .filter(agent -> PEOPLE.contains(agent.label()))
                .map(LabelledAgent::userAgent)
                .toList();
        // Compiles what both use, and lets yauaa meet what both are made of.
        all.subList(0, 2 * CASES).forEach(AdversarialTimeTest::nanos);
        IntStream.range(0, 2 * CASES).mapToObj(number -> repeated(random)).forEach(AdversarialTimeTest::nanos);
        long ordinary = median(all.subList(2 * CASES, 3 * CASES).stream());
        long adversarial = median(IntStream.range(0, CASES).mapToObj(number -> repeated(random)));
        System.out.printf("median of ordinary %,d ns, of adversarial user agents %,d ns%n", ordinary, adversarial);
        assertThat(adversarial).as("seed %d", seed).isLessThan(4 * ordinary);
    }

    private static String repeated(Random random) {
        StringBuilder part = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            part.append(PARTS.get(random.nextInt(PARTS.size())));
        }
        return part.toString().repeat(1_000 / part.length() + 1).substring(0, 1_000);
    }

    private static long median(Stream<String> userAgents) {
        return userAgents
                .mapToLong(AdversarialTimeTest::nanos)
                .sorted()
                .skip(CASES / 2)
                .findFirst()
                .orElseThrow();
    }

    /** Of one that is not remembered. */
    private static long nanos(String userAgent) {
        long start = THREADS.getCurrentThreadCpuTime();
        DeviceClassifierTest.CLASSIFIER.classify(userAgent, dev.shortener.analytics.event.ClientHints.NONE, Trace.NONE);
        return THREADS.getCurrentThreadCpuTime() - start;
    }
}
