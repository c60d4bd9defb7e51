package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.support.Lab;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dead letters of a real broker, as the page shows them. Anybody may have written them. */
class LetterBoardIT {

    private static final String EVENT = "{\"ip\":\"203.0.113.77\",\"user_agent\":\"<script>alert(1)</script>\"}";

    private final Vertx vertx = Vertx.vertx();
    private final Lab lab = new Lab();
    private @Nullable LetterBoard board;

    @AfterEach
    void close() {
        if (board != null) {
            board.close().await();
        }
        vertx.close().await();
        lab.close();
    }

    @Test
    void they_are_counted_by_reason_and_the_newest_come_first() {
        letterTopic();
        send("missing_field", "short_code", "first", EVENT);
        send("malformed_json", "", "second", "{");
        send("missing_field", "short_code", "third", EVENT);
        JsonObject overview = board(2_500).overview().await();

        assertThat(overview.getLong("letters")).isEqualTo(3);
        assertThat(overview.getJsonArray("reasons").getJsonObject(0).getMap())
                .containsEntry("reason", "missing_field")
                .containsEntry("field", "short_code")
                .containsEntry("letters", 2L);
        assertThat(overview.getJsonArray("newest"))
                .extracting(letter -> ((JsonObject) letter).getString("message"))
                .containsExactly("third", "second", "first");
        assertThat(overview.getJsonArray("newest").getJsonObject(0).getString("place"))
                .isEqualTo("0:2");
    }

    @Test
    void what_comes_later_is_added() throws InterruptedException {
        letterTopic();
        send("empty", "", "", "");
        LetterBoard asked = board(2_500);
        assertThat(asked.overview().await().getLong("letters")).isEqualTo(1);
        send("empty", "", "", "");

        org.awaitility.Awaitility.await().until(() -> asked.overview().await().getLong("letters") == 2);
    }

    @Test
    void of_very_many_the_newest_are_counted_and_the_others_are_said() {
        letterTopic();
        for (int number = 0; number < 30; number++) {
            send("empty", "", "number " + number, "");
        }
        JsonObject overview = board(10).overview().await();

        assertThat(overview.getLong("letters")).isEqualTo(10);
        assertThat(overview.getLong("passed_over")).isEqualTo(20);
    }

    @Test
    void kinds_that_somebody_makes_up_take_no_more_than_so_much_room() {
        letterTopic();
        for (int number = 0; number < 150; number++) {
            send("reason-" + number + "x".repeat(500), "", "m".repeat(5_000), "");
        }
        JsonObject overview = board(2_500).overview().await();

        assertThat(overview.getJsonArray("reasons")).hasSize(101);
        assertThat(overview.encode().length()).isLessThan(40_000);
        assertThat(overview.getLong("letters")).isEqualTo(150);
    }

    @Test
    void a_look_inside_shows_all_but_addresses() {
        letterTopic();
        send("missing_field", "short_code", "not from 203.0.113.77", EVENT);
        JsonObject letter = board(2_500).letter(0, 0).await().orElseThrow();

        assertThat(letter.getString("value"))
                .isEqualTo("{\"ip\":\"203.0.113.0\",\"user_agent\":\"<script>alert(1)</script>\"}");
        assertThat(letter.getString("reason")).isEqualTo("missing_field");
        assertThat(letter.encode()).doesNotContain("203.0.113.77");
        assertThat(letter.getString("now")).contains("says not where its record first stood");
    }

    @Test
    void where_none_stands_there_is_none() {
        letterTopic();
        LetterBoard asked = board(2_500);

        assertThat(asked.letter(0, 17).await()).isEmpty();
        assertThat(asked.letter(7, 0).await()).isEmpty();
    }

    @Test
    void without_the_topic_there_is_a_failure_and_with_it_an_answer() {
        LetterBoard asked = board(2_500);
        assertThat(asked.overview()
                        .transform(done -> io.vertx.core.Future.succeededFuture(done.failed()))
                        .await())
                .isTrue();
        letterTopic();

        assertThat(asked.overview().await().getLong("letters")).isZero();
    }

    private LetterBoard board(int newest) {
        board = new LetterBoard(vertx, lab.config(Map.of("DeadLetter.Privacy", "keep")), newest);
        return board;
    }

    private void letterTopic() {
        Lab.await(lab.admin()
                .createTopics(List.of(new NewTopic(lab.deadLetterTopic(), 1, (short) 1)))
                .all());
    }

    private void send(String reason, String field, String message, String value) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(lab.deadLetterTopic(), 0, null, value.getBytes(StandardCharsets.UTF_8));
        Map.of("dlq.reason", reason, "dlq.field", field, "dlq.message", message)
                .forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        lab.send(record);
    }
}
