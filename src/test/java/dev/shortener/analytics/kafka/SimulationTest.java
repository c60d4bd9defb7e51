package dev.shortener.analytics.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.shortener.analytics.kafka.Simulation.Setting;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * The promises under thousands of random schedules, without a server and in seconds. A schedule that fails is told by its seed:
 * {@code -Dsimulation.seed=N} runs that one alone; {@code -Dsimulation.schedules=N} runs more of them.
 */
class SimulationTest {

    private static final int SCHEDULES = Integer.getInteger("simulation.schedules", 10_000);
    private static final int SCHEDULES_OF_A_CONTROL = 2_000;
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(SimulationTest.class.getPackageName());

    private static Level before;

    @BeforeAll
    static void be_quiet() {
        before = LOGGER.getLevel();
        LOGGER.setLevel(Level.OFF);
    }

    @AfterAll
    static void speak_again() {
        LOGGER.setLevel(before);
    }

    @Test
    void every_promise_is_kept_under_any_schedule() {
        Long only = Long.getLong("simulation.seed");
        if (only != null) {
            assertThat(new Simulation(only, Setting.THE_SERVICE).run()).isEmpty();
            return;
        }
        long start = System.nanoTime();
        seeds(SCHEDULES).forEach(seed -> assertThat(new Simulation(seed, Setting.THE_SERVICE).run())
                .as("-Dsimulation.seed=%d", seed)
                .isEmpty());
        System.out.printf("%d schedules in %.1f s%n", SCHEDULES, (System.nanoTime() - start) / 1e9);
    }

    @Test
    void the_plainest_reader_that_lacks_no_guard_keeps_them_too() {
        assertThat(firstFailure(Setting.THE_PLAINEST_READER)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"THE_SERVICE", "THE_PLAINEST_READER"})
    void without_a_guard_some_schedule_fails(Setting setting) {
        Optional<List<String>> failure = firstFailure(setting);
        assertThat(failure).as(setting.name()).isPresent();
        System.out.printf("%s: %s%n", setting, failure.orElseThrow().get(0));
    }

    @Test
    void a_seed_replays_exactly() {
        seeds(20).forEach(seed -> assertThat(trace(seed)).isEqualTo(trace(seed)));
        assertThat(seeds(20).mapToObj(SimulationTest::trace).distinct()).hasSizeGreaterThan(10);
    }

    private static String trace(long seed) {
        Simulation simulation = new Simulation(seed, Setting.THE_SERVICE);
        simulation.run();
        return simulation.trace();
    }

    private static Optional<List<String>> firstFailure(Setting setting) {
        return seeds(SCHEDULES_OF_A_CONTROL)
                .mapToObj(seed -> new Simulation(seed, setting).run())
                .filter(violations -> !violations.isEmpty())
                .findFirst();
    }

    private static LongStream seeds(int count) {
        long first = System.nanoTime();
        System.out.printf("schedules from seed %d%n", first);
        return new SplittableRandom(first).longs(count);
    }
}
