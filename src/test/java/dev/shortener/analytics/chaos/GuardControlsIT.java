package dev.shortener.analytics.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.support.Lab;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
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
                    .anyMatch(complaint -> complaint.startsWith(Law.COMMITTED_IS_DURABLE.name()))
                    .anyMatch(complaint -> complaint.startsWith(Law.AUDIT_BALANCED.name()));
        }
    }

    @Test
    void without_dead_letters_bad_records_vanish() throws Exception {
        try (UnguardedService service = UnguardedService.startForgetful(lab, InstantSource.system());
                Experiment experiment = Experiment.on(lab, "control: no dead letters")) {
            assertThat(service).isNotNull();
            assertThat(lostOf(experiment)).isNotEmpty().noneMatch(NumberedClick::isGood);
        }
    }

    @Test
    @Tag("chaos")
    void without_dead_letters_a_clock_two_days_back_loses_clicks() throws Exception {
        AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
        InstantSource clock = () -> Instant.now().plus(ahead.get());
        try (UnguardedService service = UnguardedService.startForgetful(lab, clock);
                Experiment experiment = Experiment.on(lab, "control: no dead letters, two days back")) {
            assertThat(service).isNotNull();
            experiment.flowing();
            ahead.set(Duration.ofDays(-2));
            Experiment.pause(Duration.ofSeconds(1));
            assertThat(lostOf(experiment)).anyMatch(NumberedClick::isGood);
        }
    }

    /** Which clicks the oracle must miss: it has to complain by itself, and so has the audit. */
    private List<Integer> lostOf(Experiment experiment) {
        experiment.flowing();
        SentLog sent = experiment.load().stop();
        await().atMost(SOON).until(() -> experiment.backlog().records() == 0);
        Evidence evidence = Evidence.of(lab, sent);
        assertThat(Oracle.complaints(evidence, Oracle.ALL))
                .anyMatch(complaint -> complaint.startsWith(Law.NOTHING_LOST.name()))
                .anyMatch(complaint -> complaint.startsWith(Law.COMMITTED_IS_DURABLE.name()))
                .anyMatch(complaint -> complaint.startsWith(Law.AUDIT_BALANCED.name()));
        BitSet lost = sent.acknowledged();
        lost.andNot(evidence.rows().once());
        return lost.stream().boxed().toList();
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
