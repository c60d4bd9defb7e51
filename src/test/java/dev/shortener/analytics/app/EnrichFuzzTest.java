package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.shortener.analytics.enrich.ClickEnricher;
import dev.shortener.analytics.enrich.CountryLookup;
import dev.shortener.analytics.enrich.LabelledAgents;
import dev.shortener.analytics.support.MutatedEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
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

    /** How many ordinary lines with a new user agent one line may cost: 50 ms where one of those costs 2 ms. */
    private static final int SLOWEST = 25;

    private static final long RETAINED_BYTES = 100L << 20;
    private static final int KNOWN_USER_AGENTS = 1_500;

    private static final ClickEnricher ENRICHER = load();

    @Test
    void whatever_comes_in_gives_one_sound_line_each_soon_and_in_bounded_memory() throws IOException {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        long before = FuzzRun.usedHeap();
        FuzzRun.Afterwards nothing = (json, line) -> {};
        FuzzRun run = run(seed, EVENTS, nothing);
        long retained = FuzzRun.usedHeap() - before;
        System.out.printf("seed %d: %s; %,d bytes retained%n", seed, run, retained);
        assertSound(run, seed, nothing);
        assertThat(run.clicks()).as("seed %d reaches both results", seed).isBetween(EVENTS / 100L, EVENTS * 99L / 100);
        assertThat(retained).as("seed %d: bytes retained", seed).isLessThan(RETAINED_BYTES);
    }

    /** The control: each of these would be noticed. */
    @ParameterizedTest
    @EnumSource(Sabotage.class)
    void an_enrich_that_fails_is_found_out(Sabotage sabotage) {
        FuzzRun.Afterwards strike = sabotage::strikeNowAndThen;
        assertThatThrownBy(() -> assertSound(run(1, 2_000, strike), 1, strike))
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
                case A_SLOW_LINE -> burn(Duration.ofMillis(150));
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
        List<String> userAgents = userAgents().limit(KNOWN_USER_AGENTS).toList();
        return FuzzRun.of(ENRICHER, new MutatedEvents(seed, userAgents), events, afterwards);
    }

    private static void assertSound(FuzzRun run, long seed, FuzzRun.Afterwards afterwards) throws IOException {
        assertThat(run.faults())
                .as("seed %d: lines that are no sound object", seed)
                .isEmpty();
        assertThat(run.linesOut()).as("seed %d: lines out", seed).isEqualTo(run.linesIn());
        if (!run.suspects().isEmpty()) {
            assertSoon(run.suspects(), seed, afterwards);
        }
    }

    /**
     * What looked slow is looked at again by an enricher that does not know it: a line that is slow is so twice, a thread that had to wait
     * for a class, for its code to be compiled or for the machine is not.
     */
    private static void assertSoon(List<byte[]> suspects, long seed, FuzzRun.Afterwards afterwards) throws IOException {
        ClickEnricher another = load();
        long ordinary = ordinaryNanos(another);
        long[] nanos = FuzzRun.nanos(another, suspects, afterwards);
        for (int i = 0; i < nanos.length; i++) {
            assertThat((double) nanos[i] / ordinary)
                    .as(
                            "seed %d: ordinary lines (%,d ns of processor time) that one line costs: %s",
                            seed, ordinary, FuzzRun.start(suspects.get(i)))
                    .isLessThan(SLOWEST);
        }
    }

    /** Median of lines each of which has a user agent that is seen for the first time, after as many to get warm. */
    private static long ordinaryNanos(ClickEnricher enricher) throws IOException {
        List<byte[]> lines = userAgents()
                .skip(KNOWN_USER_AGENTS)
                .limit(1_000)
                .map(EnrichFuzzTest::event)
                .toList();
        FuzzRun.Afterwards nothing = (json, line) -> {};
        long[] nanos = FuzzRun.nanos(enricher, lines, nothing);
        Arrays.sort(nanos, lines.size() / 2, lines.size());
        return nanos[lines.size() * 3 / 4];
    }

    private static byte[] event(String userAgent) {
        String quoted = String.valueOf(JsonStringEncoder.getInstance().quoteAsString(userAgent));
        return "{\"short_code\":\"a\",\"timestamp\":1731000000,\"user_agent\":\"%s\"}"
                .formatted(quoted)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Stream<String> userAgents() throws IOException {
        return LabelledAgents.all().stream().map(LabelledAgents.LabelledAgent::userAgent);
    }

    private static ClickEnricher load() {
        try {
            return ClickEnricher.load(CountryLookup.open(Path.of("data/country.mmdb")), List.of("example.com"));
        } catch (IOException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }
}
