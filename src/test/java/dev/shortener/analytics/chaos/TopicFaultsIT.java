package dev.shortener.analytics.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.demo.BrokerSettings;
import dev.shortener.analytics.demo.EmbeddedKafka;
import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.Servers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics that change or vanish while the service runs, on a broker that creates none by itself. */
class TopicFaultsIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String CONTROL = "with_an_answer_before_the_write_a_crash_loses_clicks";

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;

    private Lab lab;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(BrokerSettings.in(directory).withAutoCreateTopics(false));
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @BeforeEach
    void open() {
        lab = new Lab(kafka.bootstrapServers(), Servers.newDatabase()).withTopic();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    @Tag("chaos")
    void topic_deleted_and_created_again_while_running() throws Exception {
        recreated(
                Fault.of(
                                "topic deleted and created again while running",
                                "the new topic is another one, by its id, and is read from its beginning")
                        .lasting(Duration.ofSeconds(2)),
                Oracle.ALL);
    }

    /** The client keeps its position then, and reads on in the middle of the new log. */
    @Test
    void topic_deleted_and_created_again_at_once_loses_nothing() throws Exception {
        recreated(
                Fault.of(
                        "topic deleted and created again at once, while running",
                        "it is noticed within a second, and the new topic read from its beginning; what was read of it before may be"
                                + " counted twice"),
                EnumSet.complementOf(EnumSet.of(Law.NOTHING_TWICE, Law.AUDIT_BALANCED)));
    }

    private void recreated(Fault fault, Set<Law> laws) throws Exception {
        try (ServiceHere service = ServiceHere.start(lab, Map.of())) {
            SentLog earlier = beforeTheDeletion(fault);
            lab.admin().deleteTopics(List.of(lab.topic())).all().get();
            Experiment.pause(fault.hold());
            createAgain();
            try (Experiment experiment = Experiment.on(lab, fault.name(), 1_000_000, 2_000)
                    .under(laws)
                    .controlledBy("without_the_topic_id_clicks_of_a_new_topic_are_taken_for_old_ones")) {
                experiment.load().log().follow(earlier);
                Experiment.pause(Duration.ofSeconds(3));
                experiment.conclude(fault, service.memory());
            }
        }
    }

    private SentLog beforeTheDeletion(Fault fault) {
        try (Experiment experiment = Experiment.on(lab, fault.name())) {
            experiment.flowing();
            SentLog sent = experiment.load().stop();
            await().atMost(SOON)
                    .ignoreExceptions()
                    .until(() -> experiment.backlog().records() == 0);
            Oracle.demand(Evidence.of(lab, sent), Oracle.ALL);
            return sent;
        }
    }

    private void createAgain() {
        await().atMost(SOON)
                .ignoreExceptions()
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    lab.admin()
                            .createTopics(List.of(new NewTopic(lab.topic(), Lab.PARTITIONS, (short) 1)))
                            .all()
                            .get();
                    return true;
                });
    }

    @Test
    @Tag("chaos")
    void partitions_added_while_running() throws Exception {
        endure(
                Fault.of(
                                "partitions added while running",
                                "they are found within half a minute and read from their beginning")
                        .lasting(Duration.ofSeconds(5))
                        .overWithin(Duration.ofSeconds(60))
                        .injected(() -> lab.admin()
                                .createPartitions(Map.of(lab.topic(), NewPartitions.increaseTo(2 * Lab.PARTITIONS)))
                                .all()
                                .get()),
                Map.of());
        assertThat(Backlog.of(lab).committed()).hasSize(2 * Lab.PARTITIONS);
    }

    @Test
    @Tag("chaos")
    void dead_letter_topic_missing() throws Exception {
        Fault fault = Fault.of("dead-letter topic missing", "it is created again; what had been in it is gone with it");
        try (Service service = ServiceHere.start(lab, Map.of())) {
            lab.admin().deleteTopics(List.of(lab.deadLetterTopic())).all().get();
            try (Experiment experiment = Experiment.on(lab, fault.name()).controlledBy(CONTROL)) {
                Experiment.pause(Duration.ofSeconds(1));
                experiment.conclude(fault, service.memory());
            }
        }
    }

    @Test
    @Tag("chaos")
    void dead_letter_topic_full() throws Exception {
        endure(
                Fault.of(
                                "dead-letter topic full",
                                "publishing is retried, nothing is committed past a bad record (`min.insync.replicas` that"
                                        + " cannot be had)")
                        .lasting(Scale.seconds(5, 20))
                        .injected(() -> setDeadLetterTopic("min.insync.replicas", "2"))
                        .healed(() -> setDeadLetterTopic("min.insync.replicas", "1")),
                Map.of());
    }

    @Test
    @Tag("chaos")
    void dead_letter_topic_refusing() throws Exception {
        endure(
                Fault.of(
                                "dead-letter topic refusing",
                                "publishing is retried, nothing is committed past a bad record (`max.message.bytes` of 100)")
                        .lasting(Scale.seconds(5, 20))
                        .injected(() -> setDeadLetterTopic("max.message.bytes", "100"))
                        .healed(() -> setDeadLetterTopic("max.message.bytes", "1000000")),
                Map.of());
    }

    private void setDeadLetterTopic(String name, String value) throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, lab.deadLetterTopic());
        lab.admin()
                .incrementalAlterConfigs(
                        Map.of(topic, List.of(new AlterConfigOp(new ConfigEntry(name, value), OpType.SET))))
                .all()
                .get();
    }

    private void endure(Fault fault, Map<String, String> settings) throws Exception {
        try (Service service = ServiceHere.start(lab, settings);
                Experiment experiment = Experiment.on(lab, fault.name()).controlledBy(CONTROL)) {
            experiment.endure(fault, service);
        }
    }
}
