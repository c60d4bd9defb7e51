package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.Servers;
import dev.shortener.analytics.support.ServiceFile;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Each thing that can be off is made off, in a copy of books that balance, and must be reported exactly, and nothing else. */
@TestInstance(Lifecycle.PER_CLASS)
class AuditSabotageIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int RECORDS = 400;
    private static final int REJECTED = Lab.PARTITIONS;

    /** Of each partition, the record at this offset is rejected. */
    private static final int REJECTED_OFFSET = 10;

    private static final String DELETE_A_ROW = "DELETE FROM clicks WHERE ctid = (SELECT min(ctid) FROM clicks)";

    @TempDir
    private static Path folder;

    private final Lab lab = new Lab().withTopic();
    private String file = "";

    /** In two rounds, so that each partition has two entries at least. */
    @BeforeAll
    void writeBooks() {
        file = ServiceFile.of(lab, folder, "");
        List<String> values = new ArrayList<>(Lab.events(0, RECORDS));
        for (int partition = 0; partition < Lab.PARTITIONS; partition++) {
            values.set(REJECTED_OFFSET * Lab.PARTITIONS + partition, "{\"short_code\":");
        }
        RunningPipeline pipeline = RunningPipeline.start(lab.config(Map.of()));
        lab.send(values.subList(0, RECORDS / 2));
        await().atMost(SOON).until(() -> lab.committed() == RECORDS / 2);
        lab.send(values.subList(RECORDS / 2, RECORDS));
        await().atMost(SOON).until(() -> lab.committed() == RECORDS);
        pipeline.stop();
    }

    @AfterAll
    void close() {
        lab.close();
    }

    @Test
    void untouched_books_balance_before_and_after_they_are_merged() {
        Instant before = Instant.now();
        JsonObject json = AuditRun.json(file).assertBalanced().json();

        assertThat(json.getJsonObject("all"))
                .isEqualTo(new JsonObject()
                        .put("consumed", RECORDS)
                        .put("stored", RECORDS - REJECTED)
                        .put("duplicate", 0)
                        .put("rejected", REJECTED));
        assertThat(json.getLong("rows")).isEqualTo(RECORDS - REJECTED);
        assertThat(json.getJsonArray("partitions")).hasSize(Lab.PARTITIONS);
        assertThat(Instant.parse(json.getString("complete_until")))
                .as("everything that had arrived is in the table")
                .isBetween(before, Instant.now());
        String merged = sabotaged("SELECT merge_click_ledger('0')");
        audit(merged).assertBalanced();
        assertThat(number(merged, "SELECT count(*) FROM click_ledger")).isEqualTo(Lab.PARTITIONS);
    }

    @Test
    void people_get_a_table_of_the_partitions_and_a_line_for_each_check() {
        AuditRun run = AuditRun.of(file);

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .containsPattern(
                        "(?m)^partition +in the ledger +committed +end +consumed +stored +duplicate +rejected$")
                .containsPattern("(?m)^2 +0\\.\\.99 +100 +100 +100 +99 +0 +1$")
                .containsPattern("(?m)^all +400 +396 +0 +4$")
                .containsPattern("(?m)^ok +covered +every record")
                .containsPattern("(?m)^ok +accounted +consumed 400 = stored 396 \\+ duplicate 0 \\+ rejected 4$")
                .containsPattern("(?m)^ok +rows +396 rows of this service in clicks = stored 396$")
                .containsPattern("(?m)^ok +dead_letters +4 of 4 rejected records are in ")
                .containsPattern("(?m)^complete until 20.*: everything that had arrived is in the table$")
                .endsWith("balanced\n");
        String off = AuditRun.of(file, "--set", "DataSource=" + sabotaged(DELETE_A_ROW))
                .out();
        assertThat(off)
                .containsPattern("(?m)^FAIL +rows +395 rows of this service in clicks, but stored 396$")
                .contains("    - 1 row stored and not in clicks any more\n")
                .endsWith("NOT BALANCED\n");
    }

    @Test
    void a_row_that_is_gone_is_reported() {
        audit(sabotaged(DELETE_A_ROW)).assertOff("missing_rows");
    }

    @Test
    void a_row_that_looks_like_ours_and_that_no_entry_stored_is_reported() {
        audit(
                        sabotaged(
                                "INSERT INTO clicks (id, short_code) VALUES ('01930000-0000-8000-8000-0000000000ff', 'forged')"))
                .assertOff("extra_rows");
    }

    /** The control of the test before: rows that others made are nobody's business. */
    @Test
    void rows_of_the_shortener_itself_are_not_counted() {
        audit(
                        sabotaged(
                                "INSERT INTO clicks (id, short_code) SELECT gen_random_uuid(), 'theirs' FROM generate_series(1, 9)"))
                .assertBalanced();
    }

    @Test
    void a_hole_in_the_ledger_is_reported_with_its_offsets() {
        String upper = " FROM click_ledger WHERE partition = 1 AND first_offset = 50";
        long last = number(lab.database(), "SELECT last_offset" + upper);

        AuditRun run = audit(sabotaged("DELETE" + upper));

        run.assertOff("hole 1 50.." + last, "extra_rows");
    }

    @Test
    void a_lower_end_that_is_gone_shows_as_rows_too_many() {
        AuditRun run = audit(sabotaged("DELETE FROM click_ledger WHERE partition = 1 AND last_offset < 50"));

        run.assertOff("extra_rows", "rejections");
        assertThat(run.notes()).anyMatch(note -> note.startsWith("partition 1: the ledger begins at offset 50"));
    }

    @Test
    void a_count_that_was_changed_is_reported_with_the_offsets_of_its_entry() {
        AuditRun run =
                audit(sabotaged("UPDATE click_ledger SET duplicate = 3 WHERE partition = 2 AND first_offset = 50"));

        long last = number(
                lab.database(), "SELECT last_offset FROM click_ledger WHERE partition = 2 AND first_offset = 50");
        run.assertOff("unaccounted 2 50.." + last);
        assertThat(run.out()).containsPattern("consumed (\\d+), but stored \\1 \\+ duplicate 3 \\+ rejected 0 = ");
    }

    @Test
    void more_outcomes_than_offsets_are_reported() {
        audit(
                        sabotaged(
                                "UPDATE click_ledger SET stored = stored + 1, consumed = consumed + 1"
                                        + " WHERE partition = 2 AND first_offset = 50;"
                                        + "INSERT INTO clicks (id, short_code) VALUES ('01930000-0000-8000-8000-0000000000ff', 'twice')"))
                .assertOff("counted_twice 2 0..99");
    }

    @Test
    void a_rejected_record_without_a_dead_letter_is_named() {
        AuditRun run = audit(sabotaged(DELETE_A_ROW + ";"
                + "UPDATE click_ledger SET stored = stored - 1, rejected = rejected + 1 WHERE partition = 3 AND first_offset = 0;"
                + "INSERT INTO click_rejections SELECT DISTINCT topic_id, 3, 7 FROM click_ledger"));

        run.assertOff("missing_dead_letter 3 7..7");
    }

    @Test
    void a_dead_letter_without_a_rejection_is_named_and_so_are_figures_that_differ() {
        AuditRun run = audit(sabotaged("DELETE FROM click_rejections WHERE partition = 0"));

        run.assertOff("extra_dead_letter 0 10..10", "rejections");
        assertThat(run.out()).contains("the ledger counts 4 rejected records and names 3");
    }

    @Test
    void dead_letters_missing_extra_foreign_and_double_are_told_apart() throws Exception {
        List<ConsumerRecord<byte[], byte[]>> letters = lab.deadLetters(REJECTED);
        String other = copyOfDeadLetters("other", letters.subList(1, REJECTED));
        lab.send(letter(other, letters.get(1), REJECTED_OFFSET));
        lab.send(letter(other, letters.get(1), 5));
        lab.send(new ProducerRecord<>(other, "by hand".getBytes(StandardCharsets.UTF_8)));
        int missing = partitionOf(letters.get(0));

        AuditRun run = AuditRun.json(file, "--set", "DeadLetter.Topic=" + other);

        run.assertOff(
                "missing_dead_letter " + missing + " 10..10",
                "extra_dead_letter " + partitionOf(letters.get(1)) + " 5..5",
                "foreign_dead_letter 0:5");
        assertThat(run.notes()).contains("1 records with more than one dead letter, counted once each");
    }

    @Test
    void dead_letters_that_retention_took_away_are_told_apart_from_those_that_never_were() throws Exception {
        List<ConsumerRecord<byte[], byte[]>> letters = lab.deadLetters(REJECTED);
        String trimmed = copyOfDeadLetters("trimmed", letters);
        lab.admin()
                .deleteRecords(Map.of(new TopicPartition(trimmed, 0), RecordsToDelete.beforeOffset(2)))
                .all()
                .get();
        String gone = "%s " + partitionOf(letters.get(0)) + " 10..10";
        String alsoGone = "%s " + partitionOf(letters.get(1)) + " 10..10";
        String longAgo =
                sabotaged("UPDATE click_rejections SET rejected_at = rejected_at - INTERVAL '1 hour' WHERE partition = "
                        + partitionOf(letters.get(0)));
        String later =
                sabotaged("UPDATE click_rejections SET rejected_at = rejected_at + INTERVAL '1 hour' WHERE partition = "
                        + partitionOf(letters.get(0)));

        AuditRun both = audit(longAgo, "--set", "DeadLetter.Topic=" + trimmed).assertBalanced();
        assertThat(both.uncheckable())
                .contains(gone.formatted("dead_letter_not_retained"))
                .contains(alsoGone.formatted("dead_letter_not_retained"));
        audit(later, "--set", "DeadLetter.Topic=" + trimmed).assertOff(gone.formatted("missing_dead_letter"));
    }

    @Test
    void other_topics_and_clicks_that_were_taken_away_are_reported_apart_and_balance() {
        AuditRun run = audit(
                sabotaged(
                        "INSERT INTO click_ledger (topic_id, partition, first_offset, last_offset, consumed, stored, duplicate, rejected)"
                                + " VALUES ('earlier', 0, 0, 2, 3, 2, 0, 1), ('', -1, 0, 0, -1, -1, 0, 0);"
                                + "INSERT INTO click_rejections VALUES ('earlier', 0, 1);"
                                + "INSERT INTO clicks (id, short_code) VALUES ('01930000-0000-8000-8000-0000000000ff', 'earlier')"));

        run.assertBalanced();
        assertThat(run.json().getJsonArray("others")).hasSize(2);
        assertThat(run.notes()).contains("1 rejected records of other topics, 0 of them in " + lab.deadLetterTopic());
    }

    @Test
    void a_role_that_may_only_look_is_enough_and_one_that_may_not_is_told_what_it_lacks() {
        String role = "auditor_" + lab.topic().substring(0, 9);
        String database = sabotaged("CREATE ROLE " + role + " LOGIN PASSWORD 'look';"
                + "GRANT USAGE ON SCHEMA public TO " + role + ";"
                + "GRANT SELECT ON clicks, click_ledger TO " + role);
        String asRole = database.replaceFirst("//[^@]+@", "//" + role + ":look@");
        try {
            AuditRun refused = audit(asRole);
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.err()).contains("error: ", "click_rejections", "GRANT SELECT ON clicks, click_ledger");

            execute(database, "GRANT SELECT ON click_rejections TO " + role);
            audit(asRole).assertBalanced();
        } finally {
            execute(database, "DROP OWNED BY " + role + "; DROP ROLE " + role);
        }
    }

    @Test
    void what_cannot_be_looked_at_is_status_1_and_a_wrong_configuration_2() {
        AuditRun unmigrated = audit(sabotaged("DROP TABLE click_ledger"));
        assertThat(unmigrated.status()).isEqualTo(1);
        assertThat(unmigrated.err()).contains("click_ledger", "run the command migrate");

        AuditRun noTopic = AuditRun.json(file, "--set", "Topic=no-such-topic");
        assertThat(noTopic.status()).isEqualTo(1);
        assertThat(noTopic.err()).contains("there is no topic no-such-topic");

        assertThat(AuditRun.json(file, "--set", "Consumers=none").status()).isEqualTo(2);
        assertThat(AuditRun.of(file, "--deep").status()).isEqualTo(2);
    }

    private AuditRun audit(String database, String... options) {
        List<String> all = new ArrayList<>(List.of("--set", "DataSource=" + database));
        all.addAll(List.of(options));
        return AuditRun.json(file, all.toArray(String[]::new));
    }

    private String sabotaged(String sql) {
        String copy = Servers.copyOf(lab.database());
        execute(copy, sql);
        return copy;
    }

    private String copyOfDeadLetters(String name, List<ConsumerRecord<byte[], byte[]>> letters) throws Exception {
        String topic = lab.topic() + "." + name;
        lab.admin()
                .createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                .all()
                .get();
        for (ConsumerRecord<byte[], byte[]> letter : letters) {
            lab.send(letter(topic, letter, REJECTED_OFFSET));
        }
        return topic;
    }

    private static ProducerRecord<byte[], byte[]> letter(
            String topic, ConsumerRecord<byte[], byte[]> like, long offset) {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(topic, like.value());
        like.headers().forEach(header -> letter.headers().add(header));
        letter.headers().add("dlq.origin.offset", Long.toString(offset).getBytes(StandardCharsets.UTF_8));
        return letter;
    }

    private static int partitionOf(ConsumerRecord<byte[], byte[]> letter) {
        return Integer.parseInt(
                new String(letter.headers().lastHeader("dlq.origin.partition").value(), StandardCharsets.UTF_8));
    }

    private static void execute(String database, String sql) {
        try (Connection connection = DriverManager.getConnection(Servers.jdbc(database));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    private static long number(String database, String query) {
        try (Connection connection = DriverManager.getConnection(Servers.jdbc(database));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(query, failed);
        }
    }
}
