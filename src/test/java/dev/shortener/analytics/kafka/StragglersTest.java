package dev.shortener.analytics.kafka;

import static dev.shortener.analytics.kafka.TestPartitions.FIRST;
import static dev.shortener.analytics.kafka.TestPartitions.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.kafka.OffsetTracker.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StragglersTest {

    private static final Load ONE = new Load(1, 1);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Stragglers stragglers = new Stragglers(() -> now);
    private final Assignment assignment = TestPartitions.both(() -> now);
    private final PartitionIntake first = assignment.intakeOf(FIRST);
    private final PartitionIntake second = assignment.intakeOf(SECOND);

    @Test
    void a_record_in_flight_for_more_than_a_minute_is_named() {
        first.open(17, 20, ONE);
        assertThat(problemsAfter(60)).isEmpty();
        assertThat(problemsAfter(1)).containsExactly("topic=clicks partition=0 offset=17 has been in flight for 61 s");
    }

    @Test
    void it_is_not_named_any_more_once_it_is_settled() {
        Span span = first.open(17, 20, ONE);
        assertThat(problemsAfter(61)).hasSize(1);
        first.settle(span, ONE);
        assertThat(problemsAfter(0)).isEmpty();
    }

    @Test
    void what_is_settled_above_it_changes_nothing() {
        first.open(17, 20, ONE);
        first.settle(first.open(21, 30, ONE), ONE);
        assertThat(problemsAfter(61)).singleElement().asString().contains("offset=17 ");
    }

    @Test
    void the_next_one_is_named_after_it_by_its_own_time() {
        Span lowest = first.open(17, 20, ONE);
        assertThat(problemsAfter(30)).isEmpty();
        first.open(21, 30, ONE);
        first.settle(lowest, ONE);
        assertThat(problemsAfter(60)).isEmpty();
        assertThat(problemsAfter(1)).containsExactly("topic=clicks partition=0 offset=21 has been in flight for 61 s");
    }

    @Test
    void the_one_that_waits_for_longest_is_named_first() {
        second.open(1, 1, ONE);
        assertThat(problemsAfter(5)).isEmpty();
        first.open(17, 20, ONE);
        assertThat(problemsAfter(61))
                .containsExactly(
                        "topic=clicks partition=1 offset=1 has been in flight for 66 s",
                        "topic=clicks partition=0 offset=17 has been in flight for 61 s");
    }

    @Test
    void a_partition_that_has_gone_is_nobodys_trouble_here() {
        first.open(17, 20, ONE);
        assertThat(problemsAfter(61)).hasSize(1);
        assignment.end(Set.of(FIRST));
        assertThat(problemsAfter(0)).isEmpty();
    }

    @Test
    void a_partition_that_came_back_starts_anew() {
        first.open(17, 20, ONE);
        assertThat(problemsAfter(61)).hasSize(1);
        assignment.end(Set.of(FIRST));
        assignment.begin(Set.of(FIRST), first.topic());
        assignment.intakeOf(FIRST).open(17, 20, ONE);
        assertThat(problemsAfter(0)).isEmpty();
    }

    @Test
    void a_member_that_reports_no_more_is_believed_to_be_where_it_was() {
        first.open(17, 20, ONE);
        assertThat(problemsAfter(1)).isEmpty();
        now = now.plusSeconds(60);
        assertThat(stragglers.problems()).hasSize(1);
    }

    @Test
    void a_member_that_ended_has_no_trouble_and_the_others_keep_theirs() {
        first.open(17, 20, ONE);
        stragglers.report(1, List.of(new Stragglers.InFlight(SECOND, 3, now)));
        assertThat(problemsAfter(61)).hasSize(2);
        stragglers.forget(0);
        assertThat(stragglers.problems())
                .containsExactly("topic=clicks partition=1 offset=3 has been in flight for 61 s");
    }

    private List<String> problemsAfter(long seconds) {
        now = now.plus(Duration.ofSeconds(seconds));
        stragglers.report(0, assignment.oldestInFlight());
        return stragglers.problems();
    }
}
