package dev.shortener.analytics.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.bus.RecordBatch;
import dev.shortener.analytics.support.Lab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A topic is read once, as it was at the beginning, on a real broker. */
class TopicScanIT {

    private final Lab lab = new Lab().withTopic();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void all_that_is_there_is_read_in_batches_and_nothing_that_comes_later() {
        lab.send(Lab.events(0, 400));
        try (TopicScan scan = scan(70)) {
            lab.send(Lab.events(400, 400));
            List<RecordBatch> batches = rest(scan);

            assertThat(batches).allMatch(batch -> batch.records().size() <= 70);
            assertThat(batches.stream()
                            .mapToInt(batch -> batch.records().size())
                            .sum())
                    .isEqualTo(400);
            assertThat(scan.fraction()).isEqualTo(1);
            assertThat(scan.stretches())
                    .hasSize(Lab.PARTITIONS)
                    .allMatch(stretch -> stretch.first() == 0 && stretch.end() == 100 && stretch.oldest() != null);
        }
        assertThat(lab.committedOffsets()).isEmpty();
    }

    @Test
    void an_empty_topic_ends_at_once_and_one_that_is_not_there_is_named() {
        try (TopicScan scan = scan(10)) {
            assertThat(scan.next()).isEmpty();
            assertThat(scan.fraction()).isEqualTo(1);
        }
        assertThatThrownBy(() -> new TopicScan(lab.config(Map.of()).kafka(), "absent", 10))
                .isInstanceOf(KafkaException.class)
                .hasMessage("there is no topic absent");
    }

    @Test
    void it_ends_early_when_somebody_wants_it() {
        lab.send(Lab.events(0, 100));
        try (TopicScan scan = scan(10)) {
            assertThat(scan.next()).isPresent();
            scan.stop();
            assertThat(scan.next()).isEmpty();
            assertThat(scan.fraction()).isLessThan(1);
        }
    }

    @Test
    void what_retention_takes_away_meanwhile_is_skipped_and_counted() throws Exception {
        lab.send(Lab.events(0, 400));
        try (TopicScan scan = scan(1_000)) {
            lab.admin()
                    .deleteRecords(Map.of(new TopicPartition(lab.topic(), 1), RecordsToDelete.beforeOffset(30)))
                    .all()
                    .get();
            int read = rest(scan).stream()
                    .mapToInt(batch -> batch.records().size())
                    .sum();
            assertThat(read).isEqualTo(370);
            assertThat(scan.expired()).isEqualTo(30);
        }
    }

    @Test
    void no_record_of_a_topic_that_was_created_again_is_handed_out_as_one_of_the_old() throws Exception {
        lab.send(Lab.events(0, 400));
        try (TopicScan scan = scan(10)) {
            assertThat(scan.next()).isPresent();
            lab.admin().deleteTopics(List.of(lab.topic())).all().get();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !lab.admin().listTopics().names().get().contains(lab.topic()));
            lab.withTopic().send(Lab.events(400, 400));
            assertThatThrownBy(() -> rest(scan))
                    .isInstanceOf(KafkaException.class)
                    .hasMessageContaining(lab.topic() + " was deleted, or created again, while it was being read");
        }
    }

    private TopicScan scan(int maxRecords) {
        return new TopicScan(lab.config(Map.of()).kafka(), lab.topic(), maxRecords);
    }

    private static List<RecordBatch> rest(TopicScan scan) {
        List<RecordBatch> batches = new ArrayList<>();
        for (Optional<RecordBatch> next = scan.next(); next.isPresent(); next = scan.next()) {
            batches.add(next.get());
        }
        return batches;
    }
}
