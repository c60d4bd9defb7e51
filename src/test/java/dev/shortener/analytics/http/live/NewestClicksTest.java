package dev.shortener.analytics.http.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NewestClicksTest {

    private final NewestClicks newest = new NewestClicks();

    @Test
    void what_is_fresh_is_taken_once_the_oldest_first() {
        newest.add(clicks(0, 3));
        assertThat(newest.takeFresh()).extracting(LiveClick::at).containsExactly(0L, 1L, 2L);
        newest.add(clicks(3, 4));

        assertThat(newest.takeFresh()).extracting(LiveClick::at).containsExactly(3L);
        assertThat(newest.takeFresh()).isEmpty();
        assertThat(newest.all()).extracting(LiveClick::at).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void of_many_the_newest_twenty_stay() {
        newest.add(clicks(0, 15));
        newest.add(clicks(15, 1_000));

        assertThat(newest.all()).hasSize(20).first().extracting(LiveClick::at).isEqualTo(980L);
        assertThat(newest.takeFresh()).isEqualTo(newest.all());
    }

    private static List<LiveClick> clicks(int from, int to) {
        return IntStream.range(from, to).mapToObj(LiveStreamTest::click).toList();
    }
}
