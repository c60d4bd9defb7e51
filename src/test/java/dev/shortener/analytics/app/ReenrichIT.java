package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.Servers;
import dev.shortener.analytics.support.ServiceFile;
import dev.shortener.analytics.support.ServiceProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Better lists mend the past, on a real broker and a real database. */
class ReenrichIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String COUNTRIES = "data/country.mmdb";

    @TempDir
    private Path folder;

    private final PastLab past = new PastLab();
    private final Lab lab = past.lab();

    @AfterEach
    void close() {
        past.close();
    }

    @Test
    void rows_become_what_a_fresh_run_with_the_better_lists_stores_and_a_dry_run_says_so_before() throws IOException {
        sendClicksOfAllSorts();
        past.consume(Map.of("GeoIPDbPath", COUNTRIES));
        Map<String, String> better = new HashMap<>(PastLab.better());
        better.put("GeoIPDbPath", COUNTRIES);
        Map<String, String> before = past.writers();

        ReenrichReport dry = past.reenrich(better, true);
        assertThat(past.writers()).as("a dry run writes nothing").isEqualTo(before);
        assertThat(lab.number("SELECT count(*) FROM rules_versions")).isEqualTo(1);

        ReenrichReport real = past.reenrich(better, false);
        assertThat(real.counts()).isEqualTo(dry.counts());
        assertThat(real.columns()).isEqualTo(dry.columns());
        assertThat(past.rows()).isEqualTo(past.rowsOfAFreshRun(better));
        assertThat(real.complete()).isTrue();
        assertThat(real.counts())
                .as("500 of the lab, 20 of browsers, 2 by event id of which one twice, a CloudEvent, two sent again")
                .isEqualTo(new ReenrichReport.Counts(528, 1, 1, 2, 524, 0, 503, 0));
        assertThat(PastLab.changes(real, "device_type", "Bot", "Mobile")).isEqualTo(503);
        assertThat(PastLab.changes(real, "traffic_source", "google", "google mail"))
                .isEqualTo(503);
        assertThat(PastLab.changes(real, "traffic_channel", "Search", "Email")).isEqualTo(503);

        assertThat(lab.number("SELECT count(*) FROM clicks WHERE (rules_version = 2) = (device_type = 'Mobile')"))
                .as("a row is traced to what made it last, and one that did not differ to what made it first")
                .isEqualTo(525);
        Map<String, String> after = past.writers();
        assertThat(past.reenrich(better, false).counts().changed()).isZero();
        assertThat(past.writers()).as("what does not differ is not written").isEqualTo(after);
    }

    /** Rows by place, by event id, by CloudEvents' id, and dead letters that were sent again; a rejected one; one of another year. */
    private void sendClicksOfAllSorts() {
        lab.send(Lab.events(0, 500));
        for (int number = 0; number < 20; number++) {
            lab.send(past.record(0, PastLab.browserEvent("b" + number)));
        }
        String byId = Lab.event("byid", PastLab.TIME).replace("{", "{\"event_id\":\"e1\",");
        lab.send(past.record(1, byId));
        lab.send(past.record(1, byId.replace("https://www.google.com/", "https://other.example/")));
        lab.send(PastLab.with(past.record(1, Lab.event("cloud", PastLab.TIME)), "ce_id", "e2"));
        lab.send(replayed(7));
        lab.send(replayed(7));
        lab.send(past.record(2, "{"));
        lab.send(past.record(2, Lab.event("old", PastLab.TIME - 31_536_000)));
        assertThat(lab.endOffsets()).isEqualTo(527);
        lab.send(PastLab.with(past.record(3, PastLab.browserEvent("cloud2")), "ce_id", "e3"));
    }

    private ProducerRecord<byte[], byte[]> replayed(int offset) {
        ProducerRecord<byte[], byte[]> record = past.record(3, Lab.event("again", PastLab.TIME));
        Map.of(
                        "cluster.id", "another-cluster",
                        "topic", "clicks",
                        "topic.id", "AAAAAAAAAAAAAAAAAAAAAA",
                        "partition", "5",
                        "offset", Integer.toString(offset))
                .forEach((name, value) -> PastLab.with(record, "dlq.origin." + name, value));
        return record;
    }

    /** The controls: rows are told by their ids alone, and a row that is written without need is seen. */
    @Test
    void a_row_with_another_id_is_not_found_and_a_row_that_is_written_without_need_is_seen() throws IOException {
        lab.send(Lab.events(0, 50));
        past.store(Map.of());
        Map<String, String> before = past.writers();
        lab.execute("UPDATE clicks SET os = os");
        assertThat(past.writers()).isNotEqualTo(before);

        lab.execute("UPDATE clicks SET id = gen_random_uuid()");
        ReenrichReport report = past.reenrich(PastLab.better(), false);
        assertThat(report.counts().missing()).isEqualTo(50);
        assertThat(report.counts().changed()).isZero();
    }

    @Test
    void deleted_rows_stay_deleted() throws IOException {
        lab.send(Lab.events(0, 100));
        past.store(Map.of());
        lab.execute("DELETE FROM clicks WHERE short_code < '" + Lab.code(40) + "'");

        ReenrichReport report = past.reenrich(PastLab.better(), false);

        assertThat(report.counts().missing()).isEqualTo(40);
        assertThat(report.counts().changed()).isEqualTo(60);
        assertThat(lab.count()).isEqualTo(60);
        assertThat(lab.number("SELECT sum(stored) FROM click_ledger"))
                .as("the ledger is of what was read, and not of this")
                .isEqualTo(100);
    }

    @Test
    void the_window_holds_its_first_second_and_not_its_last() throws IOException {
        List<String> events = new ArrayList<>();
        for (int second = 0; second < 10; second++) {
            events.add(Lab.event("s" + second, PastLab.TIME + second));
        }
        lab.send(events);
        past.store(Map.of());
        ReenrichWindow window =
                new ReenrichWindow(Instant.ofEpochSecond(PastLab.TIME + 3), Instant.ofEpochSecond(PastLab.TIME + 6));

        ReenrichReport report = past.reenrich(PastLab.better(), new ReenrichRequest(window, false, false, 10));

        assertThat(report.counts().changed()).isEqualTo(3);
        assertThat(report.counts().outside()).isEqualTo(7);
        assertThat(
                        lab.number(
                                "SELECT count(*) FROM clicks WHERE device_type = 'Mobile' AND short_code IN ('s3', 's4', 's5')"))
                .isEqualTo(3);
    }

    @Test
    void where_to_begin_allows_for_clicks_ahead_of_their_records_and_what_is_left_out_is_said() throws IOException {
        long written = Instant.now().minusSeconds(20 * 86_400).getEpochSecond();
        for (int days : List.of(0, 10)) {
            String event = Lab.event("d" + days, written + days * 86_400L + 86_399);
            lab.send(new ProducerRecord<>(
                    lab.topic(), 0, written * 1_000, null, event.getBytes(StandardCharsets.UTF_8)));
        }
        past.store(Map.of());
        ReenrichWindow ofTheFirst = window(written + 86_399);
        ReenrichWindow ofTheSecond = window(written + 11 * 86_400 - 1);

        assertThat(past.reenrich(PastLab.better(), new ReenrichRequest(ofTheFirst, false, false, 10))
                        .counts()
                        .changed())
                .isEqualTo(1);
        ReenrichReport leftOut = past.reenrich(PastLab.better(), new ReenrichRequest(ofTheSecond, false, false, 10));
        assertThat(leftOut.counts().records()).isZero();
        assertThat(leftOut.notes()).anyMatch(note -> note.startsWith("2 offsets are left out, as by their timestamps"));
        assertThat(past.reenrich(PastLab.better(), new ReenrichRequest(ofTheSecond, false, true, 10))
                        .counts()
                        .changed())
                .isEqualTo(1);
    }

    private static ReenrichWindow window(long second) {
        return new ReenrichWindow(Instant.ofEpochSecond(second), Instant.ofEpochSecond(second + 1));
    }

    @Test
    void what_retention_no_longer_holds_is_left_as_it_is_and_said() throws Exception {
        lab.send(Lab.events(0, 100));
        past.store(Map.of());
        lab.admin()
                .deleteRecords(Map.of(new TopicPartition(lab.topic(), 1), RecordsToDelete.beforeOffset(10)))
                .all()
                .get();

        ReenrichReport report = past.reenrich(PastLab.better(), false);

        assertThat(report.counts().changed()).isEqualTo(90);
        assertThat(report.notes())
                .anyMatch(note ->
                        note.startsWith("the topic no longer holds the first 10 offsets of 1 of its 4 partitions"));
    }

    @Test
    void a_topic_that_was_created_again_touches_no_row_of_the_old_one() throws Exception {
        lab.send(Lab.events(0, 100));
        past.store(Map.of());
        lab.admin().deleteTopics(List.of(lab.topic())).all().get();
        await().atMost(SOON).until(() -> !lab.admin().listTopics().names().get().contains(lab.topic()));
        lab.withTopic().send(Lab.events(0, 100));
        Map<String, String> before = past.writers();

        ReenrichReport report = past.reenrich(PastLab.better(), false);

        assertThat(report.counts().missing()).isEqualTo(100);
        assertThat(past.writers()).isEqualTo(before);
    }

    @Test
    void killed_half_way_and_run_again_it_comes_to_the_same() throws Exception {
        lab.send(Lab.events(0, 2_000));
        past.store(Map.of());
        try (Connection operator = holdOneRow();
                ServiceProcess process = start("--json")) {
            await().atMost(SOON).until(() -> lab.number(MENDED) > 0 && isWaitingForTheRow());
            process.kill();
            operator.rollback();
        }
        long done = lab.number(MENDED);
        assertThat(done).isPositive().isLessThan(2_000);

        // What was under way may still be done by the server, once it has the row.
        await().atMost(SOON).until(() -> lab.number(BACKENDS) == 0);
        done = lab.number(MENDED);
        assertThat(past.reenrich(PastLab.better(), false).counts().changed()).isEqualTo(2_000 - done);
        assertThat(past.rows()).isEqualTo(past.rowsOfAFreshRun(PastLab.better()));
    }

    @Test
    void ctrl_c_ends_it_after_what_is_under_way_with_status_130_and_what_was_done() throws Exception {
        lab.send(Lab.events(0, 2_000));
        past.store(Map.of());
        try (Connection operator = holdOneRow();
                ServiceProcess process = start("--json")) {
            await().atMost(SOON).until(() -> lab.number(MENDED) > 0 && isWaitingForTheRow());
            process.interrupt();
            process.awaitError("stopping as soon as what is under way is answered");
            operator.rollback();
            assertThat(process.awaitExit(SOON)).as(process.toString()).isEqualTo(130);
            JsonObject report = new JsonObject(String.join("", process.output()));
            assertThat(report.getBoolean("complete")).isFalse();
            assertThat(report.getLong("rows_changed"))
                    .isEqualTo(lab.number(MENDED))
                    .isLessThan(2_000);
            assertThat(report.getJsonArray("notes").getString(0)).startsWith("stopped before all was read");
        }
        try (ServiceProcess process = start()) {
            assertThat(process.awaitExit(SOON)).as(process.toString()).isZero();
            assertThat(process.output())
                    .anyMatch(line -> line.matches("device_type +Bot +Mobile +[0-9,]+"))
                    .anyMatch(
                            line -> line.startsWith("clicks  2,000 from 2024-11-01T00:00:00Z to 2024-12-01T00:00:00Z"));
        }
        assertThat(lab.number(MENDED)).isEqualTo(2_000);
    }

    @Test
    void a_connection_that_is_lost_half_way_is_opened_again() throws Exception {
        lab.send(Lab.events(0, 2_000));
        past.store(Map.of());
        Map<String, String> better = new HashMap<>(PastLab.better());
        better.put("Batch.MaxRecords", "100");
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Connection operator = holdOneRow()) {
            Future<ReenrichReport> report = thread.submit(() -> past.reenrich(better, false));
            await().atMost(SOON).until(this::isWaitingForTheRow);
            lab.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name = 'analytics-consumer' AND datname = current_database()");
            operator.rollback();
            assertThat(report.get().counts().changed()).isEqualTo(2_000);
        } finally {
            thread.shutdownNow();
        }
        assertThat(lab.number(MENDED)).isEqualTo(2_000);
    }

    private static final String MENDED = "SELECT count(*) FROM clicks WHERE device_type = 'Mobile'";
    private static final String BACKENDS =
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'analytics-consumer' AND datname = current_database()";

    /** A row of the middle of a partition, in whichever order they are read, which nobody else can change before this is through. */
    private Connection holdOneRow() throws Exception {
        Connection operator = lab.connect();
        operator.setAutoCommit(false);
        try (Statement statement = operator.createStatement()) {
            statement.execute("SELECT FROM clicks WHERE short_code = '" + Lab.code(1_000) + "' FOR UPDATE");
        }
        return operator;
    }

    private boolean isWaitingForTheRow() {
        return lab.number(BACKENDS + " AND wait_event_type = 'Lock'") > 0;
    }

    private ServiceProcess start(String... more) throws IOException {
        String rules = PastLab.better().get("Enrich.Rules");
        String conf = ServiceFile.of(
                lab, folder, "Enrich: {Rules: '" + rules + "'}\nBatch: {MaxRecords: 100}\nDevServer: {Enabled: false}");
        List<String> arguments =
                new ArrayList<>(List.of("reenrich", "-conf", conf, "--from", "2024-11-01", "--to", "2024-12-01"));
        arguments.addAll(List.of(more));
        return ServiceProcess.start(Main.class, arguments.toArray(String[]::new));
    }

    @Test
    void two_at_once_beside_the_running_service_come_to_the_same_and_the_group_is_left_alone() throws Exception {
        lab.send(Lab.events(0, 4_000));
        past.consume(Map.of());
        Map<String, String> better = new HashMap<>(PastLab.better());
        better.put("Batch.MaxRecords", "200");
        Map<Integer, Long> committed = lab.committedOffsets();
        RunningPipeline service = RunningPipeline.start(lab.config(Map.of()));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<ReenrichReport> one = threads.submit(() -> past.reenrich(better, false));
            Future<ReenrichReport> other = threads.submit(() -> past.reenrich(better, false));
            assertThat(one.get().counts().changed() + other.get().counts().changed())
                    .as("each row is changed by one of them")
                    .isEqualTo(4_000);
            assertThat(lab.committedOffsets()).isEqualTo(committed);
            assertThat(lab.admin().listGroups().all().get())
                    .filteredOn(group -> group.groupId().startsWith(lab.group()))
                    .hasSize(1);
        } finally {
            threads.shutdownNow();
            service.stop();
        }
        assertThat(service.counts().settled()).isZero();
        assertThat(lab.number(MENDED)).isEqualTo(4_000);
    }

    @Test
    void without_a_country_database_countries_are_left_as_they_are_and_a_missing_file_is_an_error() throws IOException {
        lab.send(past.record(0, PastLab.browserEvent("gb")));
        past.store(Map.of("GeoIPDbPath", COUNTRIES));
        lab.execute("UPDATE clicks SET os = 'wrong', city = 'kept'");

        ReenrichReport report = past.reenrich(Map.of(), false);
        assertThat(report.notes())
                .containsExactly("GeoIPDbPath is not set: country_code, region and city are left as they are");
        assertThat(lab.number(
                        "SELECT count(*) FROM clicks WHERE country_code = 'GB' AND os <> 'wrong' AND city = 'kept'"))
                .isEqualTo(1);

        assertThatThrownBy(() -> ReenrichRun.enricher(
                        lab.config(Map.of("GeoIPDbPath", "/nowhere.mmdb")).enrich()))
                .isInstanceOf(CommandFailedException.class)
                .hasMessage("GeoIPDbPath /nowhere.mmdb: there is no such file");
        past.reenrich(Map.of("GeoIPDbPath", COUNTRIES), false);
        assertThat(lab.number("SELECT count(*) FROM clicks WHERE country_code = 'GB' AND city IS NULL"))
                .isEqualTo(1);
    }

    @Test
    void a_row_that_the_database_refuses_is_left_alone_and_its_neighbours_are_mended() throws IOException {
        lab.send(Lab.events(0, 100));
        past.store(Map.of());
        lab.execute("ALTER TABLE clicks ADD CONSTRAINT no_phone CHECK (short_code <> '" + Lab.code(7)
                + "' OR device_type <> 'Mobile')");

        ReenrichReport report = past.reenrich(PastLab.better(), false);

        assertThat(report.counts().changed()).isEqualTo(99);
        assertThat(report.counts().refused()).isEqualTo(1);
        assertThat(report.notes()).contains("the database refuses what 1 rows should be: they are as they were");
    }

    @Test
    void a_right_to_look_is_enough_for_a_dry_run_and_the_message_says_the_grant_that_is_missing_for_more()
            throws IOException {
        lab.send(Lab.events(0, 100));
        past.store(Map.of());
        String role = "looks_" + lab.group().replaceAll("[^a-z0-9]", "_");
        lab.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'x'; GRANT USAGE ON SCHEMA public TO " + role);
        Map<String, String> restricted = new HashMap<>(PastLab.better());
        restricted.put("DataSource", Servers.as(lab.database(), role, "x"));

        assertThatThrownBy(() -> past.reenrich(restricted, true))
                .hasMessage("role " + role + " may not look at clicks: GRANT SELECT ON clicks TO " + role);
        lab.execute("GRANT SELECT, INSERT ON clicks, rules_versions TO " + role);
        assertThat(past.reenrich(restricted, true).counts().changed()).isEqualTo(100);

        String refusal = message(restricted);
        Matcher grant = Pattern.compile("GRANT UPDATE \\([a-z_, ]+\\) ON clicks TO " + role)
                .matcher(refusal);
        assertThat(grant.find()).as(refusal).isTrue();
        assertThat(refusal).startsWith("role " + role + " may not change rows: ");
        lab.execute(grant.group());
        assertThat(past.reenrich(restricted, false).counts().changed()).isEqualTo(100);
        assertThat(lab.number("SELECT count(*) FROM clicks WHERE rules_version = 2"))
                .isEqualTo(100);
        lab.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
    }

    private String message(Map<String, String> restricted) {
        try {
            past.reenrich(restricted, false);
            return "nothing was refused";
        } catch (Exception refused) {
            return String.valueOf(refused.getMessage());
        }
    }
}
