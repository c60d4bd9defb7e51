package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.Servers;
import dev.shortener.analytics.support.ServiceFile;
import dev.shortener.analytics.support.ServiceProcess;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The books of a service that runs, is killed, moves on too far or reads records again. */
class AuditCommandIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String MALFORMED = "{\"short_code\":";

    private static final String SETTINGS =
            """
            DevServer: {Enabled: false}
            Batch: {MaxRecords: 100, MaxInFlightRecords: 1000, CommitInterval: 200ms}
            Kafka: {session.timeout.ms: 3000, heartbeat.interval.ms: 500}
            """;

    @TempDir
    private Path folder;

    private final Lab lab = new Lab().withTopic();
    private final List<RunningPipeline> running = new ArrayList<>();
    private final List<ServiceProcess> started = new ArrayList<>();

    @AfterEach
    void close() {
        started.forEach(ServiceProcess::close);
        running.forEach(RunningPipeline::stop);
        lab.close();
    }

    @Test
    void killed_delivered_again_and_rebalanced_under_load_it_balances_at_any_moment_and_after_a_merge() {
        String file = file(SETTINGS);
        ServiceProcess first = service(file);
        lab.send(withRejected(0, 3_000));
        await().atMost(SOON).until(() -> lab.count() > 300);
        AuditRun.json(file).assertBalanced();
        first.kill();
        AuditRun.json(file).assertBalanced();

        RunningPipeline second = pipeline(Map.of("Consumers", "2", "Batch.MaxRecords", "100"));
        lab.send(withRejected(3_000, 3_000));
        AuditRun.json(file).assertBalanced();
        RunningPipeline visitor = pipeline(Map.of("Consumers", "2", "Batch.MaxRecords", "100"));
        lab.execute("SELECT merge_click_ledger('0')");
        AuditRun.json(file).assertBalanced();
        second.stop();
        await().atMost(SOON).until(() -> lab.committed() == 6_000);
        visitor.stop();
        JsonObject before = AuditRun.json(file).assertBalanced().json();
        lab.execute("SELECT merge_click_ledger('0')");
        JsonObject after = AuditRun.json(file).assertBalanced().json();

        assertThat(after.getJsonObject("all")).isEqualTo(before.getJsonObject("all"));
        assertThat(after.getJsonObject("all").getLong("stored")).isEqualTo(5_940);
        assertThat(after.getJsonObject("all").getLong("rejected")).isEqualTo(60);
        assertThat(lab.number("SELECT count(*) FROM click_ledger")).isEqualTo(Lab.PARTITIONS);
    }

    /** The control of the test before: ids that do not come from where a record stands. */
    @Test
    void with_random_ids_records_that_are_delivered_again_are_counted_twice_and_that_is_seen() throws Exception {
        lab.execute("CREATE FUNCTION any_id() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " NEW.id := overlay(gen_random_uuid()::text PLACING '8' FROM 15)::uuid; RETURN NEW; END $$");
        lab.execute("CREATE TRIGGER any_id BEFORE INSERT ON clicks FOR EACH ROW EXECUTE FUNCTION any_id()");
        lab.send(Lab.events(0, 200));
        deliverAll(200);
        String file = file("");
        AuditRun.json(file).assertBalanced();

        lab.admin().deleteConsumerGroups(List.of(lab.group())).all().get();
        deliverAll(200);

        AuditRun.json(file)
                .assertOff(
                        "counted_twice 0 0..49",
                        "counted_twice 1 0..49",
                        "counted_twice 2 0..49",
                        "counted_twice 3 0..49");
    }

    @Test
    void offsets_that_were_committed_unread_are_a_hole_as_long_as_anybody_can_tell() throws Exception {
        lab.send(Lab.events(0, 400));
        deliverAll(400);
        lab.send(Lab.events(400, 80));
        String file = file("");
        AuditRun.json(file).assertBalanced();
        commit(1, 107);
        AuditRun.json(file).assertOff("hole 1 100..106");

        deliverAll(480);
        AuditRun.json(file).assertOff("hole 1 100..106");
        JsonObject hole = AuditRun.json(file)
                .json()
                .getJsonObject("checks")
                .getJsonObject("covered")
                .getJsonArray("faults")
                .getJsonObject(0);
        assertThat(AuditRun.of(file).out())
                .as("nothing above the hole counts, whatever is committed")
                .containsPattern("(?m)^complete until 2024-11-07T.*: partition 1 is covered below offset 100$");
        assertThat(hole.fieldNames())
                .containsExactlyInAnyOrder("kind", "topic_id", "partition", "first", "last", "dead_letter", "message");

        TopicPartition second = new TopicPartition(lab.topic(), 1);
        lab.admin()
                .deleteRecords(Map.of(second, RecordsToDelete.beforeOffset(104)))
                .all()
                .get();
        AuditRun half = AuditRun.json(file).assertOff("hole 1 104..106");
        assertThat(half.uncheckable()).containsExactly("gap_not_retained 1 100..103");
        lab.admin()
                .deleteRecords(Map.of(second, RecordsToDelete.beforeOffset(110)))
                .all()
                .get();
        AuditRun all = AuditRun.json(file).assertBalanced();
        assertThat(all.uncheckable()).containsExactly("gap_not_retained 1 100..106");
        assertThat(AuditRun.of(file).out())
                .contains(
                        "    ? partition 1 offsets 100..106: not in the ledger, and no longer retained: cannot be checked");
    }

    @Test
    void gaps_that_transactions_leave_are_no_holes() {
        RunningPipeline pipeline = pipeline(Map.of());
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Servers.kafka().bootstrapServers(), "transactional.id", lab.topic()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            for (int transaction = 0; transaction < 3; transaction++) {
                producer.beginTransaction();
                for (String event : Lab.events(transaction * 10, 10)) {
                    Lab.await(producer.send(
                            new ProducerRecord<>(lab.topic(), 0, null, event.getBytes(StandardCharsets.UTF_8))));
                }
                producer.commitTransaction();
                long end = transaction * 11L + 10;
                await().atMost(SOON).until(() -> lab.committedOffsets().getOrDefault(0, 0L) == end);
            }
        }
        pipeline.stop();

        AuditRun run = AuditRun.json(file("")).assertBalanced();
        assertThat(run.notes()).contains("partition 0: 2 gaps without a record, of transactions or compaction");
        assertThat(run.uncheckable()).isEmpty();
    }

    @Test
    void a_group_that_began_in_the_middle_has_nothing_to_answer_for_below() throws Exception {
        lab.send(Lab.events(0, 400));
        commit(0, 60);
        deliverAll(400);

        AuditRun run = AuditRun.json(file("")).assertBalanced();

        assertThat(run.notes()).contains("partition 0: the ledger begins at offset 60; what lies below is not checked");
    }

    @Test
    void a_rejected_record_that_was_sent_again_balances_whether_it_is_stored_or_rejected_again() {
        lab.execute("ALTER TABLE clicks ADD CONSTRAINT no_poison CHECK (short_code <> 'poison')");
        lab.send(List.of(Lab.event("poison", 1_731_000_000), Lab.event("good", 1_731_000_000), MALFORMED));
        RunningPipeline pipeline = pipeline(Map.of());
        await().atMost(SOON).until(() -> lab.committed() == 3);
        lab.execute("ALTER TABLE clicks DROP CONSTRAINT no_poison");
        String file = file("");
        AuditRun.json(file).assertBalanced();

        List<ConsumerRecord<byte[], byte[]>> letters = lab.deadLetters(2);
        for (ConsumerRecord<byte[], byte[]> letter : letters) {
            lab.send(new ProducerRecord<>(lab.topic(), 3, letter.key(), letter.value(), letter.headers()));
            lab.send(new ProducerRecord<>(lab.topic(), 3, letter.key(), letter.value(), letter.headers()));
        }
        await().atMost(SOON).until(() -> lab.committed() == 7);
        pipeline.stop();

        AuditRun run = AuditRun.json(file).assertBalanced();
        assertThat(run.json().getJsonObject("all"))
                .isEqualTo(new JsonObject()
                        .put("consumed", 7)
                        .put("stored", 2)
                        .put("duplicate", 3)
                        .put("rejected", 2));
        assertThat(run.notes()).contains("1 records with more than one dead letter, counted once each");
    }

    private List<String> withRejected(int from, int count) {
        List<String> values = new ArrayList<>(Lab.events(from, count));
        for (int index = 50; index < count; index += 100) {
            values.set(index, MALFORMED);
        }
        return values;
    }

    private void deliverAll(long committed) {
        RunningPipeline pipeline = pipeline(Map.of());
        await().atMost(SOON).until(() -> lab.committed() == committed);
        pipeline.stop();
    }

    private void commit(int partition, long offset) throws Exception {
        lab.admin()
                .alterConsumerGroupOffsets(
                        lab.group(), Map.of(new TopicPartition(lab.topic(), partition), new OffsetAndMetadata(offset)))
                .all()
                .get();
    }

    private RunningPipeline pipeline(Map<String, String> overrides) {
        RunningPipeline pipeline = RunningPipeline.start(lab.config(overrides));
        running.add(pipeline);
        return pipeline;
    }

    private ServiceProcess service(String file) {
        ServiceProcess service = ServiceProcess.start(Main.class, "-conf", file);
        started.add(service);
        return service;
    }

    private String file(String more) {
        return ServiceFile.of(lab, folder, more);
    }
}
