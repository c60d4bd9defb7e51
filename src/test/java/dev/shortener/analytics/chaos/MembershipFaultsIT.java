package dev.shortener.analytics.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.app.RunningPipeline;
import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.ServiceFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members of the group that die, leave, come, and do not know that they are no members any more. */
class MembershipFaultsIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(25);
    private static final String TWICE = "with_random_ids_a_dropped_reply_is_counted_twice";
    /** Of the simulation alone: a server that does not tell one assignment from another cannot be had. */
    private static final String EPOCHS = "without_a_guard_some_schedule_fails` (simulation, without epochs)";

    private static final String LOST = "with_an_answer_before_the_write_a_crash_loses_clicks";

    private static final String SETTINGS =
            """
            DevServer: {Enabled: false}
            Batch: {MaxRecords: 100, MaxInFlightRecords: 1000}
            Kafka: {session.timeout.ms: %d, heartbeat.interval.ms: 400, max.poll.interval.ms: %d}
            """;

    @TempDir
    private Path folder;

    private final Lab lab = new Lab().withTopic();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void app_killed_at_random_moments() throws Exception {
        int times = Scale.times(2, 50);
        Fault fault = Fault.of(
                "app `kill -9` ×" + times + " at random moments",
                "the next start goes on from the last commit; rows that are there already change nothing");
        String file = file(2_000, 300_000);
        try (Experiment experiment = Experiment.on(lab, fault.name()).controlledBy(LOST + "`, `" + TWICE)) {
            Random random = new Random(experiment.seed());
            for (int kill = 0; kill < times; kill++) {
                try (ServiceApart service = ServiceApart.start(file).awaitRunning()) {
                    Experiment.pause(Duration.ofMillis(200 + random.nextInt(1_500)));
                    service.process().kill();
                }
                Oracle.demand(Evidence.of(lab, experiment.load().log()), Law.AT_ANY_TIME);
            }
            try (ServiceApart service = ServiceApart.start(file).awaitRunning()) {
                experiment.conclude(fault, service.memory());
            }
        }
    }

    @Test
    @Tag("chaos")
    void sigterm_under_load() throws Exception {
        int times = Scale.times(2, 10);
        Fault fault = Fault.of(
                "SIGTERM under load ×" + times, "drains, commits, exit status 0; nothing has to be read again");
        String file = file(6_000, 300_000);
        try (Experiment experiment = Experiment.on(lab, fault.name()).controlledBy(LOST)) {
            Random random = new Random(experiment.seed());
            for (int stop = 0; stop < times; stop++) {
                try (ServiceApart service = ServiceApart.start(file).awaitRunning()) {
                    Experiment.pause(Duration.ofMillis(200 + random.nextInt(1_500)));
                    service.process().terminate();
                    assertThat(service.process().awaitExit(STOPPED_WITHIN))
                            .as(() -> service.process().toString())
                            .isZero();
                }
            }
            try (ServiceApart service = ServiceApart.start(file).awaitRunning()) {
                experiment.conclude(fault, service.memory());
            }
            assertThat(Audit.of(lab).duplicate()).as("records read again").isZero();
        }
    }

    @Test
    @Tag("chaos")
    void joins_and_leaves_in_a_row() throws Exception {
        int times = Scale.times(3, 20);
        Fault fault = Fault.of(
                times + " joins and leaves in a row",
                "what is in flight is settled and committed before its partition goes; nothing has to be read again");
        try (ServiceHere resident = ServiceHere.start(lab, Map.of());
                Experiment experiment = Experiment.on(lab, fault.name()).controlledBy(TWICE)) {
            Random random = new Random(experiment.seed());
            experiment.flowing();
            resident.memory();
            for (int visit = 0; visit < times; visit++) {
                RunningPipeline visitor = RunningPipeline.start(lab.config(ServiceHere.settings(Map.of())));
                Experiment.pause(Duration.ofMillis(100 + random.nextInt(1_000)));
                visitor.stop();
            }
            experiment.conclude(fault, resident.memory());
            assertThat(Audit.of(lab).duplicate()).as("records read again").isZero();
        }
    }

    @Test
    @Tag("chaos")
    void member_frozen_past_its_session_and_woken() throws Exception {
        frozen(
                Fault.of(
                        "member frozen past its session and woken (zombie)",
                        "others take its partitions; when it wakes up its commits are refused and its outcomes dropped"),
                file(2_000, 300_000),
                Scale.seconds(4, 20));
    }

    @Test
    @Tag("chaos")
    void max_poll_interval_exceeded() throws Exception {
        frozen(
                Fault.of(
                        "`max.poll.interval` exceeded",
                        "the member leaves, joins again, and goes on from the last commit"),
                file(60_000, 3_000),
                Scale.seconds(6, 20));
    }

    /** A service that lives on, and one that is stopped in mid-flight and woken when its partitions are another's. */
    private void frozen(Fault fault, String file, Duration hold) throws Exception {
        lab.slowDown(0.02);
        try (Experiment experiment = Experiment.on(lab, fault.name()).controlledBy(EPOCHS + ", `" + TWICE);
                ServiceApart zombie = ServiceApart.start(file).awaitRunning()) {
            experiment.flowing();
            try (ServiceHere resident = ServiceHere.start(lab, Map.of())) {
                resident.memory();
                Experiment.pause(Duration.ofSeconds(2));
                zombie.process().freeze();
                Experiment.pause(hold);
                zombie.process().thaw();
                await().atMost(SOON).until(() -> zombie.process().errors().stream()
                        .anyMatch(line -> line.contains("partitions lost")));
                Experiment.pause(Duration.ofSeconds(1));
                experiment.conclude(fault, resident.memory() + "; " + zombie.memory());
            }
        }
    }

    private String file(int sessionMillis, int pollMillis) {
        return ServiceFile.of(lab, folder, SETTINGS.formatted(sessionMillis, pollMillis));
    }
}
