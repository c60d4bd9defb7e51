package dev.shortener.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KnownMarksTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 25);

    private final KnownMarks known = new KnownMarks();

    @Test
    void a_register_is_known_to_be_as_high_as_it_was_put_and_no_higher() {
        long key = KnownMarks.key("abc", DAY, VisitorMarks.mark(7, 3));
        assertThat(known.has(key, 1)).isFalse();

        known.put(key, 3);

        assertThat(known.has(key, 3)).isTrue();
        assertThat(known.has(key, 2)).isTrue();
        assertThat(known.has(key, 4)).isFalse();
        known.put(key, 2);
        assertThat(known.has(key, 3)).as("never lower").isTrue();
    }

    @Test
    void links_days_and_registers_are_told_apart() {
        Set<Long> keys = new HashSet<>();
        for (String code : new String[] {"", "a", "aa", "aaaaaaaa", "aaaaaaab"}) {
            for (int day = 0; day < 10; day++) {
                for (int register = 0; register < 1_000; register++) {
                    keys.add(KnownMarks.key(code, DAY.plusDays(day), VisitorMarks.mark(register, 1)));
                }
            }
        }

        assertThat(keys).hasSize(5 * 10 * 1_000);
    }

    /** What is not known any more is written once more; what is not there is never taken for known. */
    @Test
    void however_many_there_are_none_is_taken_for_known_that_was_not_put() {
        SplittableRandom random = new SplittableRandom(5);
        for (int time = 0; time < 3_000_000; time++) {
            known.put(KnownMarks.key("even", DAY.plusDays(time % 90), random.nextInt(1 << 20)), 5);
        }

        for (int time = 0; time < 1_000_000; time++) {
            assertThat(known.has(KnownMarks.key("odd", DAY.plusDays(time % 90), random.nextInt(1 << 20)), 1))
                    .isFalse();
        }
    }
}
