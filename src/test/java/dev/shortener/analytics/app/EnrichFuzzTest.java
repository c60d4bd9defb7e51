package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.shortener.analytics.enrich.ClickEnricher;
import dev.shortener.analytics.enrich.CountryLookup;
import dev.shortener.analytics.enrich.LabelledAgents;
import dev.shortener.analytics.support.MutatedEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A million mutated events through {@code enrich}. A run is repeated with {@code -Dfuzz.seed=N}, and is longer or shorter with
 * {@code -Dfuzz.events=N}.
 */
@Timeout(600)
class EnrichFuzzTest {

    private static final int EVENTS = Integer.getInteger("fuzz.events", 1_000_000);
    private static final Duration SLOWEST = Duration.ofMillis(50);
    private static final long RETAINED_BYTES = 100L << 20;
    private static final int KNOWN_USER_AGENTS = 1_500;

    private static final ClickEnricher ENRICHER = load();

    @Test
    void whatever_comes_in_gives_one_sound_line_each_soon_and_in_bounded_memory() throws IOException {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        long before = FuzzRun.usedHeap();
        FuzzRun run = run(seed, EVENTS, (json, line) -> {});
        long retained = FuzzRun.usedHeap() - before;
        System.out.printf("seed %d: %s; %,d bytes retained%n", seed, run, retained);
        assertSound(run, seed);
        assertThat(run.clicks()).as("seed %d reaches both results", seed).isBetween(EVENTS / 100L, EVENTS * 99L / 100);
        assertThat(retained).as("seed %d: bytes retained", seed).isLessThan(RETAINED_BYTES);
    }

    /** The control: each of these would be noticed. */
    @ParameterizedTest
    @EnumSource(Sabotage.class)
    void an_enrich_that_fails_is_found_out(Sabotage sabotage) {
        assertThatThrownBy(() -> assertSound(run(1, 2_000, sabotage::strikeNowAndThen), 1))
                .isInstanceOfAny(AssertionError.class, IllegalStateException.class);
    }

    private enum Sabotage {
        A_LINE_TOO_MANY,
        HALF_AN_OBJECT,
        TWO_OBJECTS,
        A_SLOW_LINE,
        AN_EXCEPTION;

        void strikeNowAndThen(JsonGenerator json, byte[] line) throws IOException {
            if (line.length % 50 == 0) {
                strike(json);
            }
        }

        private void strike(JsonGenerator json) throws IOException {
            switch (this) {
                case A_LINE_TOO_MANY -> json.writeRaw("\n{}");
                case HALF_AN_OBJECT -> json.writeRaw("{");
                case TWO_OBJECTS -> json.writeRaw("{}");
                case A_SLOW_LINE -> burn(SLOWEST.plusMillis(20));
                case AN_EXCEPTION -> throw new IllegalArgumentException("as if a step had not been ready for this");
            }
        }

        private static void burn(Duration time) {
            long end = FuzzRun.cpuNanos() + time.toNanos();
            while (FuzzRun.cpuNanos() < end) {
                Thread.onSpinWait();
            }
        }
    }

    private static FuzzRun run(long seed, int events, FuzzRun.Afterwards afterwards) throws IOException {
        List<String> userAgents = LabelledAgents.all().stream()
                .map(LabelledAgents.LabelledAgent::userAgent)
                .limit(KNOWN_USER_AGENTS)
                .toList();
        return FuzzRun.of(ENRICHER, new MutatedEvents(seed, userAgents), events, afterwards);
    }

    private static void assertSound(FuzzRun run, long seed) {
        assertThat(run.faults())
                .as("seed %d: lines that are no sound object", seed)
                .isEmpty();
        assertThat(run.linesOut()).as("seed %d: lines out", seed).isEqualTo(run.linesIn());
        assertThat(run.slowest())
                .as("seed %d: processor time of the slowest line, %s", seed, run.slowestLine())
                .isLessThan(SLOWEST);
    }

    private static ClickEnricher load() {
        try {
            return ClickEnricher.load(CountryLookup.open(Path.of("data/country.mmdb")), List.of("example.com"));
        } catch (IOException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }
}
