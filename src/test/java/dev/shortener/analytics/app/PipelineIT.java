package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.support.Lab;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PipelineIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final Lab lab = new Lab();
    private final List<RunningPipeline> running = new ArrayList<>();

    @AfterEach
    void close() {
        running.forEach(RunningPipeline::stop);
        lab.close();
    }

    @Test
    void clicks_flow_from_the_topic_to_the_table() {
        lab.withTopic().send(Lab.events(0, 5_000));
        start(Map.of());
        await().atMost(SOON).until(() -> lab.count() == 5_000);
        await().atMost(SOON).until(() -> lab.committed() == 5_000);
    }

    @Test
    void a_record_that_is_no_click_becomes_a_dead_letter_and_its_neighbours_are_stored() {
        List<String> values = new ArrayList<>(Lab.events(0, 100));
        values.add(50, "{\"short_code\":");
        lab.withTopic().send(values);
        start(Map.of());
        await().atMost(SOON).until(() -> lab.count() == 100 && lab.committed() == 101);
        List<ConsumerRecord<byte[], byte[]>> letters = lab.deadLetters(1);
        assertThat(letters).hasSize(1);
        assertThat(new String(letters.get(0).value(), StandardCharsets.UTF_8)).isEqualTo("{\"short_code\":");
        assertThat(header(letters.get(0), "dlq.reason")).isEqualTo("malformed_json");
        assertThat(header(letters.get(0), "dlq.origin.topic")).isEqualTo(lab.topic());
    }

    @Test
    void a_row_that_the_database_refuses_is_dead_lettered_alone() {
        lab.execute("ALTER TABLE clicks ADD CONSTRAINT no_poison CHECK (short_code <> 'poison')");
        List<String> values = new ArrayList<>(Lab.events(0, 500));
        values.add(250, Lab.event("poison", 1_731_000_000));
        lab.withTopic().send(values);
        start(Map.of());
        await().atMost(SOON).until(() -> lab.count() == 500 && lab.committed() == 501);
        assertThat(lab.deadLetters(1)).singleElement().satisfies(letter -> assertThat(header(letter, "dlq.reason"))
                .isEqualTo("refused_by_database"));
    }

    @Test
    void records_delivered_again_change_nothing() throws Exception {
        lab.withTopic().send(Lab.events(0, 2_000));
        start(Map.of()).stop();
        start(Map.of());
        await().atMost(SOON).until(() -> lab.committed() == 2_000);
        running.forEach(RunningPipeline::stop);
        lab.admin().deleteConsumerGroups(List.of(lab.group())).all().get();
        RunningPipeline again = start(Map.of());
        await().atMost(SOON).until(() -> again.counts().settled() == 2_000);
        assertThat(again.counts().duplicate()).isEqualTo(2_000);
        assertThat(lab.count()).isEqualTo(2_000);
    }

    @Test
    void members_come_and_go_under_load_and_every_click_is_counted_once() {
        lab.withTopic();
        start(Map.of("Consumers", "2"));
        for (int round = 0; round < 5; round++) {
            lab.send(Lab.events(round * 2_000, 2_000));
            RunningPipeline visitor = start(Map.of("Consumers", "2"));
            lab.send(Lab.events(10_000 + round * 2_000, 2_000));
            visitor.stop();
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> lab.committed() == 20_000);
        assertThat(lab.rowsByCode()).hasSize(20_000);
        assertThat(lab.count()).isEqualTo(20_000);
    }

    @Test
    void a_missing_topic_is_created() {
        start(Map.of());
        lab.send(Lab.events(0, 10));
        await().atMost(SOON).until(() -> lab.count() == 10);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private RunningPipeline start(Map<String, String> overrides) {
        RunningPipeline pipeline = RunningPipeline.start(lab.config(overrides));
        running.add(pipeline);
        return pipeline;
    }
}
