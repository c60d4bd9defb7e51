package dev.shortener.analytics.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.shortener.analytics.kafka.OffsetTracker.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OffsetTrackerTest {

    private final OffsetTracker tracker = new OffsetTracker();

    @Test
    void nothing_may_be_committed_before_anything_is_settled() {
        tracker.open(10, 19);
        assertThat(tracker.safePosition()).isEmpty();
    }

    @Test
    void position_is_one_past_the_last_settled_record() {
        tracker.settle(tracker.open(10, 19));
        assertThat(tracker.safePosition()).hasValue(20);
    }

    @Test
    void offset_is_not_committed_past_a_gap() {
        Span first = tracker.open(0, 4);
        Span second = tracker.open(5, 9);
        Span third = tracker.open(10, 14);
        tracker.settle(second);
        tracker.settle(third);
        assertThat(tracker.safePosition()).isEmpty();
        assertThat(tracker.oldestOpen()).hasValue(first);
        tracker.settle(first);
        assertThat(tracker.safePosition()).hasValue(15);
        assertThat(tracker.isIdle()).isTrue();
    }

    @Test
    void offsets_that_the_topic_does_not_hold_need_not_be_settled() {
        tracker.settle(tracker.open(3, 7));
        tracker.settle(tracker.open(1_000, 1_000));
        assertThat(tracker.safePosition()).hasValue(1_001);
    }

    @Test
    void a_span_below_what_was_read_is_refused() {
        tracker.open(5, 9);
        assertThat(tracker.follows(9)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tracker.open(9, 12))
                .withMessageContaining("9..12")
                .withMessageContaining("10");
    }

    @Test
    void a_span_is_settled_once() {
        Span span = tracker.open(0, 0);
        tracker.settle(span);
        assertThatIllegalStateException().isThrownBy(() -> tracker.settle(span)).withMessageContaining("0..0");
    }

    @Test
    void position_never_passes_an_unsettled_record_whatever_the_order() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int schedule = 0; schedule < 2_000; schedule++) {
            assertThat(violations(random, false))
                    .as("seed %d schedule %d", seed, schedule)
                    .isZero();
        }
    }

    /** The control: the same schedules find a tracker that commits the highest settled record. */
    @Test
    void the_schedules_above_would_catch_a_commit_past_a_gap() {
        Random random = new Random(42);
        int caught = 0;
        for (int schedule = 0; schedule < 200; schedule++) {
            caught += violations(random, true);
        }
        assertThat(caught).isPositive();
    }

    private static int violations(Random random, boolean commitHighest) {
        OffsetTracker tracker = new OffsetTracker();
        TreeSet<Long> unsettled = new TreeSet<>();
        List<Span> open = new ArrayList<>();
        long next = random.nextInt(1_000);
        long highest = -1;
        long before = -1;
        int violations = 0;
        for (int step = 0; step < 100; step++) {
            if (open.isEmpty() || random.nextInt(3) > 0) {
                long first = next + random.nextInt(3);
                long last = first + random.nextInt(5);
                open.add(tracker.open(first, last));
                for (long offset = first; offset <= last; offset++) {
                    unsettled.add(offset);
                }
                next = last + 1;
            } else {
                Span span = open.remove(random.nextInt(open.size()));
                tracker.settle(span);
                unsettled.subSet(span.first(), true, span.last(), true).clear();
                highest = Math.max(highest, span.last() + 1);
            }
            OptionalLong safe = commitHighest
                    ? (highest < 0 ? OptionalLong.empty() : OptionalLong.of(highest))
                    : tracker.safePosition();
            if (safe.isPresent()) {
                boolean passesUnsettled = !unsettled.headSet(safe.getAsLong()).isEmpty();
                boolean fell = safe.getAsLong() < before;
                boolean behind = unsettled.isEmpty() && safe.getAsLong() != next;
                violations += passesUnsettled || fell || behind ? 1 : 0;
                before = safe.getAsLong();
            }
        }
        return violations;
    }
}
