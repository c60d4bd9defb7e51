package dev.shortener.analytics.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InFlightLimitTest {

    private final InFlightLimit limit = new InFlightLimit(10, 100);

    @Test
    void there_is_room_below_both_bounds() {
        limit.acquire(new Load(9, 99));
        assertThat(limit.hasRoom()).isTrue();
    }

    @Test
    void there_is_none_at_either_bound() {
        limit.acquire(new Load(10, 0));
        assertThat(limit.hasRoom()).isFalse();
        limit.release(new Load(10, 0));
        limit.acquire(new Load(0, 100));
        assertThat(limit.hasRoom()).isFalse();
    }

    @Test
    void what_was_read_while_there_was_room_is_taken_whole() {
        limit.acquire(new Load(9, 1));
        limit.acquire(new Load(500, 5_000));
        assertThat(limit.inFlight()).isEqualTo(new Load(509, 5_001));
        assertThat(limit.hasRoom()).isFalse();
    }

    @Test
    void what_is_released_makes_room() {
        limit.acquire(new Load(10, 100));
        limit.release(new Load(1, 1));
        assertThat(limit.hasRoom()).isTrue();
        assertThat(limit.inFlight()).isEqualTo(new Load(9, 99));
    }

    @Test
    void what_has_to_be_tried_again_takes_no_room_up_to_twice_the_bound() {
        limit.acquire(new Load(19, 199));
        assertThat(limit.hasRoomBeside(new Load(10, 100), Load.NONE)).isTrue();
        limit.acquire(new Load(1, 0));
        assertThat(limit.hasRoomBeside(new Load(20, 199), Load.NONE)).isFalse();
        limit.release(new Load(10, 0));
        limit.acquire(new Load(0, 1));
        assertThat(limit.hasRoomBeside(new Load(10, 200), Load.NONE)).isFalse();
    }

    @Test
    void what_was_overtaken_takes_no_room_up_to_four_times_as_many_records() {
        limit.acquire(new Load(39, 1));
        assertThat(limit.hasRoomBeside(new Load(10, 1), new Load(20, 1))).isTrue();
        limit.acquire(new Load(1, 1));
        assertThat(limit.hasRoomBeside(Load.NONE, new Load(40, 2))).isFalse();
    }

    @Test
    void what_was_overtaken_takes_no_room_up_to_twice_as_many_bytes() {
        limit.acquire(new Load(1, 199));
        assertThat(limit.hasRoomBeside(Load.NONE, new Load(1, 100))).isTrue();
        limit.acquire(new Load(1, 1));
        assertThat(limit.hasRoomBeside(Load.NONE, new Load(2, 200))).isFalse();
    }
}
