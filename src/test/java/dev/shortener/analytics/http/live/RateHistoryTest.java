package dev.shortener.analytics.http.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import org.junit.jupiter.api.Test;

class RateHistoryTest {

    private final RateHistory history = new RateHistory();

    @Test
    void a_second_has_the_clicks_that_came_in_it() {
        history.add(100, 5_000, 7L);
        history.add(101, 5_200, null);
        history.add(102, 5_200, 3L);

        assertThat(history.json().getJsonArray("at")).isEqualTo(JsonArray.of(101L, 102L));
        assertThat(history.json().getJsonArray("rate")).isEqualTo(JsonArray.of(200L, 0L));
        assertThat(history.json().getJsonArray("lag"))
                .isEqualTo(new JsonArray().addNull().add(3L));
    }

    @Test
    void it_holds_five_minutes_and_no_more() {
        for (int second = 0; second <= 1_000; second++) {
            history.add(second, second * 10L, 0L);
        }

        assertThat(history.json().getJsonArray("at"))
                .hasSize(300)
                .startsWith(701L)
                .endsWith(1_000L);
    }
}
