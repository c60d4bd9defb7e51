package dev.shortener.analytics.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OffsetCoverageTest {

    private final OffsetCoverage coverage = new OffsetCoverage();

    @Test
    void what_overlaps_or_touches_becomes_one_range() {
        coverage.add(new OffsetRange(0, 9));
        coverage.add(new OffsetRange(3, 5));
        coverage.add(new OffsetRange(10, 12));
        coverage.add(14);

        assertThat(coverage.ranges()).hasToString("[0..12, 14]");
    }

    @Test
    void gaps_are_what_was_not_added_between_two_offsets() {
        coverage.add(new OffsetRange(5, 9));
        coverage.add(new OffsetRange(20, 29));

        assertThat(coverage.gaps(0, 40)).hasToString("[0..4, 10..19, 30..39]");
        assertThat(coverage.gaps(7, 15)).hasToString("[10..14]");
        assertThat(coverage.gaps(5, 10)).isEmpty();
        assertThat(coverage.gaps(50, 50)).isEmpty();
    }

    @Test
    void offsets_that_are_no_range_and_ranges_out_of_order_are_refused() {
        coverage.add(new OffsetRange(5, 9));

        assertThatThrownBy(() -> coverage.add(4)).hasMessage("offsets 4 come after 5..9 and begin below");
        assertThatThrownBy(() -> new OffsetRange(5, 4)).hasMessage("offsets 5..4 are no range");
    }

    @Test
    void it_agrees_with_a_set_of_bits_in_a_thousand_random_cases() {
        Random random = new Random(11);
        for (int round = 0; round < 1_000; round++) {
            OffsetCoverage ranges = new OffsetCoverage();
            BitSet bits = new BitSet();
            IntStream.range(0, random.nextInt(8))
                    .mapToObj(any -> random.nextInt(60))
                    .map(first -> new OffsetRange(first, first + random.nextInt(9)))
                    .sorted(Comparator.comparing(OffsetRange::first))
                    .forEach(range -> {
                        ranges.add(range);
                        bits.set((int) range.first(), (int) range.last() + 1);
                    });
            int from = random.nextInt(30);
            int below = from + random.nextInt(50);
            BitSet gaps = new BitSet();
            ranges.gaps(from, below).forEach(gap -> gaps.set((int) gap.first(), (int) gap.last() + 1));
            bits.flip(from, Math.max(from, below));
            bits.clear(0, from);
            bits.clear(Math.max(from, below), 200);
            assertThat(gaps).isEqualTo(bits);
        }
    }
}
