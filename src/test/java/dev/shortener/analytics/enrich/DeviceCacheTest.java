package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.event.ClientHints;
import dev.shortener.analytics.event.DeviceType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeviceCacheTest {

    private static final Device PHONE = new Device(DeviceType.MOBILE, "Chrome", "Android");

    private final CountingParser parser = new CountingParser();
    private final DeviceClassifier devices = new DeviceClassifier(rules(), null, parser);

    @Test
    void a_user_agent_is_parsed_once_however_often_it_comes() {
        List<String> agents = agents(5_000);
        for (int round = 0; round < 3; round++) {
            agents.forEach(devices::classify);
        }
        assertThat(parser.parses).hasSize(5_000).allSatisfy((agent, times) -> assertThat(times)
                .isEqualTo(1));
    }

    @Test
    void those_who_ask_for_one_at_the_same_time_wait_for_one_parse() throws Exception {
        int askers = 16;
        CountDownLatch asked = new CountDownLatch(askers);
        parser.before = agent -> asked.await();
        ExecutorService threads = Executors.newFixedThreadPool(askers);
        try {
            Callable<Device> ask = () -> {
                asked.countDown();
                return devices.classify("concurrent");
            };
            assertThat(threads.invokeAll(
                            Stream.generate(() -> ask).limit(askers).toList()))
                    .allSatisfy(answer -> assertThat(answer.get()).isEqualTo(PHONE));
        } finally {
            threads.shutdownNow();
        }
        assertThat(parser.parses).isEqualTo(Map.of("concurrent", 1));
    }

    /** Enough others that a table of them grows several times meanwhile. */
    @Test
    void one_that_takes_long_holds_up_nobody_but_who_asks_for_it() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        parser.before = agent -> {
            if (agent.equals("slow")) {
                begun.countDown();
                goOn.await();
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Device> slow = threads.submit(() -> devices.classify("slow"));
            begun.await();
            threads.submit(() -> agents(5_000).forEach(devices::classify)).get(30, TimeUnit.SECONDS);
            assertThat(devices.ifCached("slow", ClientHints.NONE)).isNull();
            assertThat(slow).isNotDone();
            goOn.countDown();
            assertThat(slow.get()).isEqualTo(PHONE);
            assertThat(devices.ifCached("slow", ClientHints.NONE)).isEqualTo(PHONE);
        } finally {
            goOn.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    void one_of_many_that_are_seen_once_does_not_push_out_those_that_are_seen_always() {
        List<String> popular = agents(2_000);
        IntStream.range(0, 5).forEach(round -> popular.forEach(devices::classify));
        IntStream.range(0, 100_000).forEach(i -> {
            devices.classify("once " + i);
            devices.classify(popular.get(i % popular.size()));
        });
        long again = popular.stream()
                .mapToLong(agent -> parser.parses.get(agent) - 1L)
                .sum();
        assertThat(again)
                .as("parses of popular user agents beyond the first, of 100,000 look-ups")
                .isLessThan(1_000);
    }

    /** The control: without what is remembered, each time is a parse, as in {@code explain}. */
    @Test
    void what_is_worked_out_anew_is_parsed_each_time() {
        for (int round = 0; round < 3; round++) {
            devices.classify("anew", ClientHints.NONE, Trace.NONE);
        }
        assertThat(parser.parses).isEqualTo(Map.of("anew", 3));
    }

    private static List<String> agents(int count) {
        return IntStream.range(0, count).mapToObj(i -> "agent " + i).collect(Collectors.toList());
    }

    private static DeviceRules rules() {
        try {
            RuleLists lists = RuleLists.shipped();
            DeviceRules rules = DeviceRules.read(lists);
            lists.throwIfFaulty();
            return rules;
        } catch (IOException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    /** Thread-safe. */
    private static final class CountingParser implements AgentReader {

        @FunctionalInterface
        private interface Wait {

            void untilReady(String agent) throws InterruptedException;
        }

        private final Map<String, Integer> parses = new ConcurrentHashMap<>();
        private volatile Wait before = agent -> {};

        @Override
        public AgentWords read(String userAgent, ClientHints hints) {
            try {
                before.untilReady(userAgent);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            parses.merge(userAgent, 1, Integer::sum);
            return new AgentWords("Phone", "Chrome", "Android");
        }
    }
}
