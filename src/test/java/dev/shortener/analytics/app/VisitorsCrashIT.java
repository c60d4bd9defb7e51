package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.store.ClickCounts;
import dev.shortener.analytics.store.VisitorCounts;
import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.ServiceFile;
import dev.shortener.analytics.support.ServiceProcess;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Visitors where the service is killed, again and again, between what it writes and what it commits. */
class VisitorsCrashIT {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int PEOPLE = 1_000;
    private static final int CLICKS = 3 * PEOPLE;

    /** One answer in 2,000 is off by more. */
    private static final double ERROR = 0.02 * PEOPLE;

    /** Nothing is committed before it dies, so that everything is delivered again. */
    private static final String MORE =
            """
            Privacy: {Visitors: 'on'}
            DevServer: {Enabled: false}
            Batch: {MaxRecords: 50, CommitInterval: %s}
            Kafka: {session.timeout.ms: 6000, heartbeat.interval.ms: 500}
            """;

    private final Vertx vertx = Vertx.vertx();
    private final Lab lab = new Lab().withTopic();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        vertx.close().await();
        lab.close();
    }

    @Test
    void who_was_counted_by_one_that_was_killed_is_counted_once() {
        lab.send(clicks());
        dieHavingWritten(PEOPLE / 2);
        dieHavingWritten(CLICKS / 2);
        finish();

        assertThat(lab.count()).isEqualTo(CLICKS);
        assertThat(deliveredAgain()).isGreaterThan(CLICKS / 2);
        assertThat((double) visitors()).isCloseTo(PEOPLE, within(ERROR));
    }

    /** The control: with a salt that a process keeps to itself, the same people would be others for the next one. */
    @Test
    void control_a_salt_that_died_with_the_process_would_count_them_twice() {
        lab.send(clicks());
        dieHavingWritten(PEOPLE);
        lab.execute("UPDATE click_visitor_salts SET salt = 'another one'");
        finish();

        assertThat(lab.count()).isEqualTo(CLICKS);
        assertThat((double) visitors()).isGreaterThan(PEOPLE * 1.5);
    }

    /** The same people one after the other, three times. */
    private static List<String> clicks() {
        long now = Instant.now().getEpochSecond();
        return IntStream.range(0, CLICKS)
                .map(click -> click % PEOPLE)
                .mapToObj(person -> new JsonObject()
                        .put("short_code", "abc")
                        .put("timestamp", now)
                        .put("ip", "81.2." + person / 250 + "." + person % 250)
                        .put("user_agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
                        .encode())
                .toList();
    }

    private void dieHavingWritten(int rows) {
        lab.slowDown(0.1);
        try (ServiceProcess doomed = start("1m")) {
            await().atMost(SOON).pollInterval(Duration.ofMillis(20)).until(() -> lab.count() >= rows);
            doomed.kill();
            assertThat(lab.count()).as("killed half way").isLessThan(CLICKS);
        }
        lab.goOnQuickly();
        lab.execute("DROP FUNCTION slow");
    }

    private void finish() {
        try (ServiceProcess last = start("100ms")) {
            await().atMost(SOON).until(() -> lab.committed() == CLICKS);
            last.terminate().awaitExit(SOON);
        }
    }

    private ServiceProcess start(String commitInterval) {
        return ServiceProcess.start(Main.class, "-conf", ServiceFile.of(lab, folder, MORE.formatted(commitInterval)));
    }

    private long deliveredAgain() {
        return lab.number("SELECT sum(duplicate) FROM click_ledger");
    }

    private long visitors() {
        await().atMost(SOON)
                .until(() -> lab.number("SELECT coalesce(roll_up_click_visitors(true, 100000), 0)") == 0
                        && lab.number("SELECT count(*) FROM click_visitor_changes") == 0);
        lab.execute("UPDATE click_visitor_progress SET counting_since = '"
                + Instant.now().truncatedTo(ChronoUnit.DAYS) + "'");
        ClickCounts counts =
                new ClickCounts(vertx, lab.config(java.util.Map.of()).read());
        return new VisitorCounts(counts)
                .since("abc")
                .eventually(counts::close)
                .await()
                .orElseThrow()
                .visitors();
    }
}
