package dev.shortener.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.dynatrace.hash4j.distinctcount.HyperLogLog;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisitorSketchTest {

    private static final double MOST = 0.02;

    /** What is stored of a visitor is all that the library would have kept of its hash. */
    @Test
    void a_mark_raises_the_register_that_the_hash_itself_would_raise() {
        SplittableRandom random = new SplittableRandom(1);
        for (int time = 0; time < 20_000; time++) {
            long hash = random.nextLong() >>> random.nextInt(60) << random.nextInt(20);
            HyperLogLog ofHash = HyperLogLog.create(VisitorMarks.PRECISION).add(hash);
            HyperLogLog ofMark =
                    HyperLogLog.create(VisitorMarks.PRECISION).add(VisitorMarks.hash(VisitorMarks.mark(hash)));

            assertThat(ofMark.getState()).as(Long.toHexString(hash)).isEqualTo(ofHash.getState());
            assertThat(VisitorMarks.value(VisitorMarks.mark(hash))).isBetween(1, 50);
        }
    }

    /** 1.04 / √32,768 = 0.57 %, of which 2 % are three and a half. */
    @Test
    void no_answer_of_60_about_100_000_visitors_is_off_by_more_than_2_percent() {
        double squares = 0;
        int seeds = 60;
        for (int seed = 0; seed < seeds; seed++) {
            double error = error(100_000, seed);
            squares += error * error;
            assertThat(error).as("seed %d", seed).isBetween(-MOST, MOST);
        }

        assertThat(Math.sqrt(squares / seeds)).isLessThan(0.007);
    }

    /** The control: a thirty-second of the registers would not do. */
    @Test
    void control_with_1_024_registers_the_error_is_beyond_2_percent() {
        double squares = 0;
        for (int seed = 0; seed < 30; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            HyperLogLog coarse = HyperLogLog.create(10);
            random.longs(100_000).forEach(coarse::add);
            double error = coarse.getDistinctCountEstimate() / 100_000 - 1;
            squares += error * error;
        }

        assertThat(Math.sqrt(squares / 30)).isGreaterThan(MOST);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 10, 50, 100})
    void a_few_are_told_nearly_exactly(int visitors) {
        for (int seed = 0; seed < 50; seed++) {
            assertThat((double) estimate(visitors, seed)).isCloseTo(visitors, within(Math.max(0, visitors * 0.03)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 20_000, 1_000_000})
    void between_a_few_and_very_many_the_error_stays_small(int visitors) {
        double squares = 0;
        for (int seed = 0; seed < 10; seed++) {
            double error = error(visitors, seed);
            squares += error * error;
            assertThat(error).as("seed %d", seed).isBetween(-MOST, MOST);
        }

        assertThat(Math.sqrt(squares / 10)).isLessThan(0.01);
    }

    /** Every day has its own salt, so that a visitor has another hash on each. */
    @Test
    void days_that_are_merged_have_the_visitors_of_each_day() {
        List<Integer> week = new ArrayList<>();
        for (int day = 0; day < 7; day++) {
            week.addAll(marks(15_000, day));
        }
        VisitorSketch merged = new VisitorSketch();
        week.forEach(merged::add);
        week.forEach(merged::add); // once more changes nothing

        assertThat((double) merged.visitors()).isCloseTo(7 * 15_000, within(7 * 15_000 * MOST));
    }

    @Test
    void registers_say_the_same_as_the_marks_that_raised_them() {
        VisitorSketch ofMarks = new VisitorSketch();
        byte[] registers = new byte[VisitorMarks.REGISTERS];
        for (int mark : marks(30_000, 3)) {
            ofMarks.add(mark);
            int register = VisitorMarks.register(mark);
            registers[register] = (byte) Math.max(registers[register], VisitorMarks.value(mark));
        }

        assertThat(new VisitorSketch().addRegisters(registers).visitors()).isEqualTo(ofMarks.visitors());
    }

    private static List<Integer> marks(int visitors, long seed) {
        return new SplittableRandom(seed)
                .longs(visitors)
                .mapToObj(VisitorMarks::mark)
                .toList();
    }

    private static long estimate(int visitors, long seed) {
        VisitorSketch sketch = new VisitorSketch();
        new SplittableRandom(seed).longs(visitors).forEach(hash -> sketch.add(VisitorMarks.mark(hash)));
        return sketch.visitors();
    }

    private static double error(int visitors, long seed) {
        return (double) estimate(visitors, seed) / visitors - 1;
    }
}
