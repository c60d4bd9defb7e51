package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.support.Guarantee;
import dev.shortener.analytics.support.Lab;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole path in one process, with a real broker and a real database. */
class PipelineIT {

    private static final Duration SOON = Duration.ofSeconds(60);

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
        await().atMost(SOON).until(() -> lab.committed() == 5_000);
        Guarantee.checkAll(lab.codes(0, 5_000), lab.rowsByCode());
    }

    @Test
    void clicks_are_read_however_their_producer_compressed_them() {
        lab.withTopic();
        List<String> codecs = List.of("none", "gzip", "snappy", "lz4", "zstd");
        for (int codec = 0; codec < codecs.size(); codec++) {
            send(codecs.get(codec), Lab.events(500 * codec, 500));
        }
        start(Map.of());
        await().atMost(SOON).until(() -> lab.committed() == 2_500);
        Guarantee.checkAll(lab.codes(0, 2_500), lab.rowsByCode());
    }

    private void send(String codec, List<String> events) {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", lab.brokers(), "compression.type", codec, "linger.ms", 20);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            for (String event : events) {
                Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(lab.topic(), event));
            }
        }
    }

    @Test
    void four_consumers_join_the_group_and_eight_workers_take_batches() throws Exception {
        lab.withTopic();
        Vertx vertx = Vertx.vertx();
        Pipeline pipeline = new Pipeline(lab.config(Map.of()), vertx);
        pipeline.start().await();
        try {
            assertThat(vertx.deploymentIDs()).hasSize(4 + 8);
            await().atMost(SOON).until(() -> members() == 4);
        } finally {
            pipeline.stop().await();
        }
    }

    @Test
    void as_many_consumers_and_workers_are_deployed_as_the_file_says() throws Exception {
        lab.withTopic();
        Vertx vertx = Vertx.vertx();
        Pipeline pipeline = new Pipeline(lab.config(Map.of("Consumers", "1", "Processors", "2")), vertx);
        pipeline.start().await();
        try {
            assertThat(vertx.deploymentIDs()).hasSize(1 + 2);
            await().atMost(SOON).until(() -> members() == 1);
        } finally {
            pipeline.stop().await();
        }
    }

    @Test
    void a_record_that_is_no_click_becomes_a_dead_letter_and_its_neighbours_are_stored() {
        List<String> values = new ArrayList<>(Lab.events(0, 100));
        values.add(50, "{\"short_code\":");
        lab.withTopic().send(values);
        start(Map.of());
        await().atMost(SOON).until(() -> lab.committed() == 101);
        Guarantee.checkAll(lab.codes(0, 100), lab.rowsByCode());
        assertThat(lab.deadLetters(1)).singleElement().satisfies(letter -> {
            assertThat(letter.value()).asString(StandardCharsets.UTF_8).isEqualTo("{\"short_code\":");
            assertThat(header(letter, "dlq.reason")).isEqualTo("malformed_json");
            assertThat(header(letter, "dlq.origin.topic")).isEqualTo(lab.topic());
            assertThat(header(letter, "dlq.origin.partition")).isEqualTo("2");
            assertThat(header(letter, "dlq.origin.offset")).isEqualTo("12");
            assertThat(header(letter, "dlq.group")).isEqualTo(lab.group());
            assertThat(header(letter, "dlq.version")).isEqualTo(Version.current());
        });
    }

    @Test
    void a_dead_letter_too_large_for_its_topic_is_cut_and_says_what_it_was() throws Exception {
        NewTopic narrow =
                new NewTopic(lab.deadLetterTopic(), 1, (short) 1).configs(Map.of("max.message.bytes", "40000"));
        lab.admin().createTopics(List.of(narrow)).all().get();
        lab.withTopic().send(List.of(incompressible(60_000)));
        start(Map.of());
        await().atMost(SOON).until(() -> lab.committed() == 1);
        assertThat(lab.deadLetters(1)).singleElement().satisfies(letter -> {
            assertThat(letter.value()).hasSize(16 * 1024);
            assertThat(header(letter, "dlq.value.length")).isEqualTo("60000");
            assertThat(header(letter, "dlq.value.sha256")).hasSize(64);
            assertThat(header(letter, "dlq.reason")).isEqualTo("malformed_json");
        });
    }

    @Test
    void a_row_that_the_database_refuses_is_dead_lettered_alone() {
        lab.execute("ALTER TABLE clicks ADD CONSTRAINT no_poison CHECK (short_code <> 'poison')");
        List<String> values = new ArrayList<>(Lab.events(0, 500));
        values.add(250, Lab.event("poison", 1_731_000_000));
        lab.withTopic().send(values);
        start(Map.of());
        await().atMost(SOON).until(() -> lab.committed() == 501);
        Guarantee.checkAll(lab.codes(0, 500), lab.rowsByCode());
        assertThat(lab.deadLetters(1)).singleElement().satisfies(letter -> assertThat(header(letter, "dlq.reason"))
                .isEqualTo("refused_by_database"));
    }

    @Test
    void records_delivered_again_change_nothing() throws Exception {
        lab.withTopic().send(Lab.events(0, 2_000));
        assertThat(deliverTwice().counts().duplicate()).isEqualTo(2_000);
        Guarantee.checkAll(lab.codes(0, 2_000), lab.rowsByCode());
    }

    /** The control of the test before: with ids that do not come from where a record stands, the check must see it. */
    @Test
    void with_random_ids_records_delivered_again_are_counted_twice_and_that_is_seen() throws Exception {
        lab.giveRandomIds();
        lab.withTopic().send(Lab.events(0, 200));
        assertThat(deliverTwice().counts().stored()).isEqualTo(200);
        assertThatThrownBy(() -> Guarantee.NOTHING_TWICE.check(lab.codes(0, 200), lab.rowsByCode()))
                .isInstanceOf(AssertionError.class);
    }

    /** The control of {@link Guarantee#NOTHING_LOST}: an offset that was committed too early. */
    @Test
    void with_an_offset_committed_past_a_gap_clicks_are_lost_and_that_is_seen() throws Exception {
        lab.withTopic().send(Lab.events(0, 100));
        TopicPartition first = new TopicPartition(lab.topic(), 0);
        lab.admin()
                .alterConsumerGroupOffsets(lab.group(), Map.of(first, new OffsetAndMetadata(5)))
                .all()
                .get();
        start(Map.of());
        await().atMost(SOON).until(() -> lab.committed() == 100);
        assertThat(lab.count()).isEqualTo(95);
        assertThatThrownBy(() -> Guarantee.NOTHING_LOST.check(lab.codes(0, 100), lab.rowsByCode()))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void members_come_and_go_under_load_and_every_click_is_counted_once() {
        lab.withTopic();
        RunningPipeline resident = start(Map.of("Consumers", "2"));
        long duplicates = 0;
        for (int round = 0; round < 3; round++) {
            lab.send(Lab.events(round * 4_000, 2_000));
            RunningPipeline visitor = start(Map.of("Consumers", "2"));
            lab.send(Lab.events(round * 4_000 + 2_000, 2_000));
            visitor.stop();
            duplicates += visitor.counts().duplicate();
        }
        await().atMost(SOON).until(() -> lab.committed() == 12_000);
        Guarantee.checkAll(lab.codes(0, 12_000), lab.rowsByCode());
        assertThat(duplicates + resident.counts().duplicate())
                .as("what was in flight was committed before its partition went to another member")
                .isZero();
    }

    @Test
    void a_partition_that_cannot_be_written_stops_only_itself() {
        lab.execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN IF NEW.short_code = 'stuck' THEN RAISE EXCEPTION 'try again' USING ERRCODE = '40001';"
                + " END IF; RETURN NEW; END $$");
        lab.execute("CREATE TRIGGER refuse BEFORE INSERT ON clicks FOR EACH ROW EXECUTE FUNCTION refuse()");
        lab.withTopic().send(List.of(Lab.event("stuck", 1_731_000_000)));
        lab.send(Lab.events(0, 8_000));
        // One consumer, so that the partitions share all there is; a bound that the stuck one reaches alone.
        start(Map.of("Consumers", "1", "Batch.MaxRecords", "100", "Batch.MaxInFlightRecords", "1000"));
        await().atMost(SOON).until(() -> lab.committed() == 6_000);
        assertThat(lab.committedOffsets()).doesNotContainKey(0);
        lab.execute("DROP TRIGGER refuse ON clicks");
        await().atMost(SOON).until(() -> lab.committed() == 8_001);
        List<String> sent = new ArrayList<>(lab.codes(0, 8_000));
        sent.add("stuck");
        Guarantee.checkAll(sent, lab.rowsByCode());
        assertThat(lab.deadLetters(0)).isEmpty();
    }

    @Test
    void a_missing_topic_is_created() {
        start(Map.of());
        lab.send(Lab.events(0, 10));
        await().atMost(SOON).until(() -> lab.count() == 10);
    }

    private RunningPipeline deliverTwice() throws Exception {
        RunningPipeline first = start(Map.of());
        await().atMost(SOON).until(() -> first.counts().stored() == lab.count() && lab.endOffsets() == lab.committed());
        long sent = lab.committed();
        first.stop();
        lab.admin().deleteConsumerGroups(List.of(lab.group())).all().get();
        RunningPipeline again = start(Map.of());
        await().atMost(SOON).until(() -> again.counts().settled() == sent);
        return again;
    }

    private int members() throws Exception {
        return lab.admin()
                .describeConsumerGroups(List.of(lab.group()))
                .describedGroups()
                .get(lab.group())
                .get()
                .members()
                .size();
    }

    private RunningPipeline start(Map<String, String> overrides) {
        RunningPipeline pipeline = RunningPipeline.start(lab.config(overrides));
        running.add(pipeline);
        return pipeline;
    }

    private static String incompressible(int chars) {
        return new Random(1)
                .ints(chars, 'A', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
