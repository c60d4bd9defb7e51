package dev.shortener.analytics.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.support.Lab;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With a guard taken out, the oracle must see it: one that never complains proves nothing. */
class GuardControlsIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final Lab lab = new Lab().withTopic();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void with_an_answer_before_the_write_a_crash_loses_clicks() throws Exception {
        List<EarlyAnswer> writers = new CopyOnWriteArrayList<>();
        try (UnguardedService service = UnguardedService.start(lab, writer -> {
                    writers.add(new EarlyAnswer(writer));
                    return writers.get(writers.size() - 1);
                });
                Experiment experiment = Experiment.on(lab, "control: answer before the write")) {
            experiment.flowing();
            writers.forEach(EarlyAnswer::crash);
            Experiment.pause(Duration.ofMillis(500));
            SentLog sent = experiment.load().stop();
            await().atMost(SOON).until(() -> experiment.backlog().records() == 0);
            assertThat(service).isNotNull();
            assertThat(Oracle.complaints(Evidence.of(lab, sent), Oracle.ALL))
                    .anyMatch(complaint -> complaint.startsWith(Law.NOTHING_LOST.name()))
                    .anyMatch(complaint -> complaint.startsWith(Law.COMMITTED_IS_DURABLE.name()));
        }
    }

    @Test
    @Tag("chaos")
    void without_the_topic_id_clicks_of_a_new_topic_are_taken_for_old_ones() throws Exception {
        SentLog earlier;
        try (UnguardedService service = UnguardedService.start(lab, TopicBlindIds::new);
                Experiment experiment = Experiment.on(lab, "control: ids without the topic's")) {
            assertThat(service).isNotNull();
            experiment.flowing();
            earlier = experiment.load().stop();
            await().atMost(SOON).until(() -> experiment.backlog().records() == 0);
        }
        lab.admin().deleteTopics(List.of(lab.topic())).all().get();
        await().atMost(SOON).ignoreExceptions().until(() -> {
            lab.admin()
                    .createTopics(List.of(new NewTopic(lab.topic(), Lab.PARTITIONS, (short) 1)))
                    .all()
                    .get();
            return true;
        });
        try (UnguardedService service = UnguardedService.start(lab, TopicBlindIds::new);
                Experiment experiment = Experiment.on(lab, "control: the new topic", 1_000_000, 400)) {
            assertThat(service).isNotNull();
            experiment.load().log().follow(earlier);
            Experiment.pause(Duration.ofSeconds(1));
            SentLog sent = experiment.load().stop();
            await().atMost(SOON)
                    .ignoreExceptions()
                    .until(() -> experiment.backlog().records() == 0);
            assertThat(Oracle.complaints(Evidence.of(lab, sent), Oracle.ALL))
                    .anyMatch(complaint -> complaint.startsWith(Law.NOTHING_LOST.name()));
        }
    }
}
