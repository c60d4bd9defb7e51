package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.enrich.SharedData;
import dev.shortener.analytics.support.Guarantee;
import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.Servers;
import dev.shortener.analytics.support.ServiceFile;
import dev.shortener.analytics.support.ServiceProcess;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as a process: what signals do to it, and what is in the table afterwards. */
class ServiceProcessIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(25);

    /** Nothing is waited for that can no longer be. */
    private static final Duration SOONER_THAN_A_DRAIN = Duration.ofSeconds(15);

    /** Small batches, commits that come rarely, and a group that notices soon that a member was killed. */
    private static final String SETTINGS =
            """
            DevServer: {Enabled: false}
            Batch: {MaxRecords: 100, MaxInFlightRecords: 1000, CommitInterval: 1m}
            Kafka: {session.timeout.ms: 3000, heartbeat.interval.ms: 500}
            """;

    private static final String MALFORMED = "{\"short_code\":\"abc\",";

    @TempDir
    private Path folder;

    private final Lab lab = new Lab().withTopic();
    private final List<ServiceProcess> started = new ArrayList<>();

    @AfterEach
    void close() {
        started.forEach(ServiceProcess::close);
        lab.close();
    }

    @Test
    void sigterm_under_load_drains_and_the_next_run_does_the_rest() {
        lab.slowDown(0.1);
        lab.send(Lab.events(0, 3_000));
        String file = file(SETTINGS);
        ServiceProcess first = run(file);
        await().atMost(SOON).until(() -> lab.count() > 300);
        first.terminate();
        assertThat(first.awaitExit(STOPPED_WITHIN)).as(first::toString).isZero();
        long rows = lab.count();
        assertThat(rows).isBetween(301L, 2_999L);
        assertThat(lab.committed())
                .as("what was settled is committed, and nothing else")
                .isEqualTo(rows);
        assertThat(first.errors()).anyMatch(line -> line.contains("stopped consumed=" + rows + " stored=" + rows));

        lab.goOnQuickly();
        ServiceProcess second = run(file);
        await().atMost(SOON).until(() -> lab.count() == 3_000);
        second.terminate();
        assertThat(second.awaitExit(STOPPED_WITHIN)).isZero();
        assertThat(second.errors()).anyMatch(line -> line.contains("stored=" + (3_000 - rows) + " duplicate=0"));
        assertThat(lab.committed()).isEqualTo(3_000);
        Guarantee.checkAll(lab.codes(0, 3_000), lab.rowsByCode());
    }

    @Test
    void killed_half_way_and_started_again_every_click_has_one_row_and_published_again_two() throws IOException {
        List<String> clicks = clicks();
        Map<String, Integer> sent = countByCode(clicks);
        String file = file(SETTINGS);
        publish(file, clicks);
        killHalfWay(file, clicks.size());

        ServiceProcess second = run(file);
        await().atMost(SOON).until(() -> lab.count() == clicks.size());
        List<String> again = new ArrayList<>(clicks);
        again.add(clicks.size() / 2, MALFORMED);
        publish(file, again);
        await().atMost(SOON).until(() -> lab.count() == 2L * clicks.size());
        assertThat(lab.deadLetters(1)).singleElement().satisfies(letter -> assertThat(letter.value())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(MALFORMED));
        second.terminate();
        assertThat(second.awaitExit(STOPPED_WITHIN)).isZero();

        assertThat(second.errors())
                .as("what the killed one had written and not committed was delivered again")
                .noneMatch(line -> line.contains("duplicate=0"))
                .anyMatch(line -> line.contains("rejected=1"));
        sent.replaceAll((code, count) -> 2 * count);
        assertThat(lab.rowsByCode()).isEqualTo(sent);
        assertThat(lab.committed()).isEqualTo(2L * clicks.size() + 1);
    }

    /** The control of the test before: ids that do not come from where a record stands. */
    @Test
    void with_random_ids_a_kill_leaves_rows_too_many_and_that_is_seen() {
        lab.giveRandomIds();
        lab.send(Lab.events(0, 3_000));
        String file = file(SETTINGS);
        killHalfWay(file, 3_000);
        long redelivered = lab.count();

        ServiceProcess second = run(file);
        await().atMost(SOON).until(() -> lab.count() >= 3_000 + redelivered);
        second.terminate();
        assertThat(second.awaitExit(STOPPED_WITHIN)).isZero();
        assertThatThrownBy(() -> Guarantee.NOTHING_TWICE.check(lab.codes(0, 3_000), lab.rowsByCode()))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void a_signal_while_it_waits_for_its_servers_ends_it() throws IOException {
        String unused = "127.0.0.1:" + Servers.unusedPort();
        ServiceProcess waiting = run(ServiceFile.of(
                unused, "postgres://nobody@" + unused + "/none?sslmode=disable", folder, "DevServer: {Port: 0}"));
        waiting.awaitError("waiting for the database");
        waiting.interrupt();
        assertThat(waiting.awaitExit(STOPPED_WITHIN)).as(waiting::toString).isZero();
        assertThat(waiting.errors()).noneMatch(line -> line.startsWith("\tat "));
    }

    @Test
    void a_taken_port_is_one_clear_line() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ServiceProcess refused = run(file("DevServer: {Port: " + taken.getLocalPort() + "}"));
            assertThat(refused.awaitExit(SOON)).isEqualTo(1);
            assertThat(refused.errors().stream().filter(line -> line.startsWith("error: ")))
                    .singleElement()
                    .asString()
                    .contains("DevServer cannot listen on 127.0.0.1:" + taken.getLocalPort(), "DevServer.Port");
            assertThat(refused.errors()).noneMatch(line -> line.startsWith("\tat "));
        }
    }

    @Test
    void what_only_a_person_can_mend_ends_it_with_what_to_do() {
        lab.execute("DROP TABLE clicks");
        ServiceProcess refused = run(file(SETTINGS));
        assertThat(refused.awaitExit(SOON)).isEqualTo(1);
        assertThat(refused.errors())
                .contains("error: there is no table clicks in search_path: run the command migrate")
                .noneMatch(line -> line.startsWith("\tat "));
    }

    @Test
    void what_only_a_person_can_mend_ends_a_running_service_and_commits_nothing() {
        ServiceProcess service = run(file(SETTINGS));
        service.awaitError("running topic=");
        lab.execute("DROP TABLE clicks");
        lab.send(Lab.events(0, 10));
        assertThat(service.awaitExit(SOONER_THAN_A_DRAIN)).as(service::toString).isEqualTo(1);
        assertThat(service.errors())
                .anyMatch(line -> line.startsWith("error: ") && line.contains("run the command migrate"))
                .noneMatch(line -> line.startsWith("\tat "));
        assertThat(lab.committed()).isZero();
    }

    @Test
    void a_signal_and_a_failure_for_good_at_once_end_it_in_time_and_commit_nothing() {
        ServiceProcess service = run(file(SETTINGS));
        service.awaitError("running topic=");
        lab.execute("DROP TABLE clicks");
        lab.send(Lab.events(0, 10));
        service.terminate();
        assertThat(service.awaitExit(STOPPED_WITHIN)).as(service::toString).isIn(0, 1);
        assertThat(service.errors()).anyMatch(line -> line.contains("stopped consumed="));
        assertThat(lab.committed()).isZero();
    }

    private String file(String more) {
        return ServiceFile.of(lab, folder, more);
    }

    private ServiceProcess run(String file) {
        ServiceProcess service = ServiceProcess.start(Main.class, "-conf", file);
        started.add(service);
        return service;
    }

    private void publish(String file, List<String> events) {
        ServiceProcess publisher = ServiceProcess.start(Main.class, "publish", "-conf", file, "--input", "-")
                .input(String.join("\n", events));
        assertThat(publisher.output())
                .containsExactly("{\"topic\":\"" + lab.topic() + "\",\"published\":" + events.size() + "}");
    }

    private void killHalfWay(String file, int sent) {
        lab.slowDown(0.1);
        ServiceProcess first = run(file);
        await().atMost(SOON).until(() -> lab.count() > 0.1 * sent);
        first.kill();
        lab.goOnQuickly();
        assertThat(lab.count()).isLessThan(sent);
        assertThat(lab.committed())
                .as("not yet, so that all of them come again")
                .isZero();
    }

    /** Those that a real site received, or invented ones where that file is absent. */
    private static List<String> clicks() throws IOException {
        Optional<Path> real = SharedData.find("real-clicks.ndjson.gz");
        if (real.isEmpty()) {
            return Lab.events(0, 9_999);
        }
        try (GZIPInputStream lines = new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(real.get())))) {
            return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    private static Map<String, Integer> countByCode(List<String> clicks) {
        Map<String, Integer> counts = new HashMap<>();
        for (String click : clicks) {
            counts.merge(new JsonObject(click).getString("short_code"), 1, Integer::sum);
        }
        return counts;
    }
}
