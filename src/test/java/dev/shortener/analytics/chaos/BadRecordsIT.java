package dev.shortener.analytics.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.support.Lab;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Records that are no clicks, among those that are. */
class BadRecordsIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int POISON = 10_000;
    private static final String UNWRITTEN = "without_dead_letters_bad_records_vanish";
    private static final String LOST = "with_an_answer_before_the_write_a_crash_loses_clicks";

    private final Lab lab = new Lab().withTopic();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void bad_records_become_dead_letters_with_their_reason_and_their_neighbours_rows() throws Exception {
        allowLargeRecords();
        try (Service service = ServiceHere.start(lab, Map.of());
                Experiment experiment = Experiment.on(lab, "bad records")) {
            experiment.flowing();
            service.memory();
            Map<String, BadRecord> sent = send(BadRecord.all());
            experiment.load().stop();
            await().atMost(SOON)
                    .ignoreExceptions()
                    .until(() -> experiment.backlog().records() == 0);

            Map<String, String> reasons = reasons();
            Map<BadRecord, String> became = new LinkedHashMap<>();
            sent.forEach((position, record) -> became.put(record, reasons.getOrDefault(position, BadRecord.STORED)));
            assertThat(became)
                    .allSatisfy((record, reason) ->
                            assertThat(reason).as(record.name()).isEqualTo(record.reason()));
            became.forEach((record, reason) -> FaultTable.add(
                    Fault.of("bad record: " + record.name(), expected(record)),
                    reason,
                    Duration.ZERO,
                    0,
                    control(record)));
            long stored = sent.values().stream()
                    .filter(record -> record.reason().equals(BadRecord.STORED))
                    .count();
            assertThat(lab.number("SELECT count(*) FROM clicks WHERE short_code LIKE 'b%'"))
                    .isEqualTo(stored);
            Evidence evidence = Evidence.of(lab, experiment.load().log());
            assertThat(evidence.rows().strangers()).isEqualTo((int) stored);
            assertThat(Oracle.complaints(evidence, Oracle.ALL))
                    .singleElement()
                    .asString()
                    .startsWith(Law.NOTHING_INVENTED + ": " + stored + " rows");
            service.memory();
        }
    }

    @Test
    @Tag("chaos")
    void ten_thousand_poison_records_in_a_row() throws Exception {
        Fault fault =
                Fault.of("10,000 poison records in a row", "10,000 dead letters; the clicks behind them are stored");
        try (Service service = ServiceHere.start(lab, Map.of());
                Experiment experiment = Experiment.on(lab, fault.name()).controlledBy(UNWRITTEN)) {
            experiment.flowing();
            service.memory();
            send(java.util.Collections.nCopies(POISON, new BadRecord("poison", "poison", "malformed_json")));
            experiment.conclude(fault, service.memory());
            assertThat(DeadLetters.all(lab).stream()
                            .filter(letter -> new String(letter.value(), StandardCharsets.UTF_8).equals("poison")))
                    .hasSize(POISON);
        }
    }

    private static String control(BadRecord record) {
        return "`" + (record.reason().equals(BadRecord.STORED) ? LOST : UNWRITTEN) + "`";
    }

    private static String expected(BadRecord record) {
        return record.reason().equals(BadRecord.STORED) ? "is a click all the same" : "dead letter, " + record.reason();
    }

    /** By where they stand: {@code partition:offset}. */
    private Map<String, BadRecord> send(List<BadRecord> records) throws Exception {
        Map<String, BadRecord> sent = new HashMap<>();
        List<java.util.concurrent.Future<RecordMetadata>> answers = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", lab.brokers(), "acks", "all", "max.request.size", 4 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (BadRecord record : records) {
                answers.add(producer.send(new ProducerRecord<>(lab.topic(), record.value())));
            }
            for (int index = 0; index < records.size(); index++) {
                RecordMetadata stands = answers.get(index).get();
                sent.put(stands.partition() + ":" + stands.offset(), records.get(index));
            }
        }
        return sent;
    }

    /** Reason of each dead letter, by where its record stands. */
    private Map<String, String> reasons() {
        Map<String, String> reasons = new HashMap<>();
        DeadLetters.all(lab)
                .forEach(letter -> reasons.put(
                        DeadLetters.header(letter, "dlq.origin.partition") + ":"
                                + DeadLetters.header(letter, "dlq.origin.offset"),
                        DeadLetters.header(letter, "dlq.reason")));
        return reasons;
    }

    private void allowLargeRecords() throws Exception {
        lab.admin()
                .incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, lab.topic()),
                        List.of(new AlterConfigOp(
                                new ConfigEntry("max.message.bytes", Integer.toString(4 << 20)), OpType.SET))))
                .all()
                .get();
    }
}
