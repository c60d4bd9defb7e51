package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.event.DeviceType;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rules cost, also where a user agent is written to cost time. Times are compared within one run, and the best of several is taken. */
class RulesTimeTest {

    private static final int CHARS = 1_000;
    private static final int TRIES = 5;
    private static final String ORDINARY =
            "Mozilla/5.0 (Linux; Android 13; SM-G991B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36";

    private final DeviceRules rules = DeviceRules.read(RuleLists.shipped());

    @ParameterizedTest
    @ValueSource(strings = {"(", "a", "; ", "Android; ", "SM-", "Build/", "http://", "Mozilla/5.0 (Linux; Android 9; "})
    void rules_take_time_linear_in_the_text(String unit) {
        String hostile = repeated(unit);
        String ordinary = repeated(ORDINARY);
        double linear = millis(() -> rules.type(ordinary, DeviceType.MOBILE, Trace.NONE));
        assertThat(millis(() -> rules.type(hostile, DeviceType.MOBILE, Trace.NONE)))
                .isLessThan(8 * linear + 1);
    }

    @Test
    void reading_the_lists_takes_a_small_part_of_the_start() {
        double yauaa = millis(1, UserAgentParser::load);
        double lists = millis(() -> DeviceRules.read(RuleLists.shipped()));
        System.out.printf("lists read in %.0f ms, yauaa in %.0f ms%n", lists, yauaa);
        assertThat(lists).isLessThan(yauaa / 5);
    }

    private static String repeated(String unit) {
        return unit.repeat(CHARS / unit.length() + 1).substring(0, CHARS);
    }

    private static double millis(Runnable work) {
        return millis(TRIES, work);
    }

    private static double millis(int tries, Runnable work) {
        double[] times = new double[tries];
        for (int i = 0; i < tries; i++) {
            long start = System.nanoTime();
            work.run();
            times[i] = (System.nanoTime() - start) / 1e6;
        }
        return Arrays.stream(times).min().orElseThrow();
    }
}
