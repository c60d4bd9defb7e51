package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.demo.PostgresServer;
import dev.shortener.analytics.metrics.PipelineCounts;
import dev.shortener.analytics.support.Guarantee;
import dev.shortener.analytics.support.Lab;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that goes away while clicks keep coming. */
class DatabaseOutageIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration OUTAGE = Duration.ofSeconds(20);
    private static final int CONSUMERS = 2;
    private static final int MAX_IN_FLIGHT = 1_000;
    private static final int MAX_BATCH = 200;
    private static final int BACKLOG = 40_000;

    /** Twice the limit while partitions are stuck, and one fetch, for each consumer. */
    private static final int IN_FLIGHT_AT_MOST = CONSUMERS * (2 * MAX_IN_FLIGHT + MAX_BATCH);

    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    Path directory;

    private PostgresServer postgres;
    private Lab lab;
    private RunningPipeline pipeline;

    @BeforeEach
    void open() {
        postgres = PostgresServer.start(directory, 0);
        lab = new Lab(postgres.url());
    }

    @AfterEach
    void close() {
        pipeline.stop();
        lab.close();
        postgres.close();
    }

    @Test
    void a_database_away_for_twenty_seconds_costs_no_click_no_memory_and_no_membership() {
        lab.withTopic().send(Lab.events(0, 5_000));
        start(MAX_IN_FLIGHT);
        await().atMost(SOON).until(() -> lab.committed() == 5_000);
        long heapBefore = heapInUse();

        postgres.stop();
        lab.send(Lab.events(5_000, BACKLOG));
        await().atMost(SOON).until(() -> inFlight() > 0);
        await().during(OUTAGE)
                .atMost(OUTAGE.plus(SOON))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> inFlight() <= IN_FLIGHT_AT_MOST && members() == CONSUMERS);
        assertThat(heapInUse() - heapBefore)
                .as("bytes of heap more than before the outage")
                .isLessThan(32 * MEBIBYTE);

        postgres.startAgain();
        await().atMost(SOON).until(() -> lab.committed() == 5_000 + BACKLOG);
        Guarantee.checkAll(lab.codes(0, 5_000 + BACKLOG), lab.rowsByCode());
        assertThat(lab.deadLetters(0)).isEmpty();
    }

    @Test
    void what_is_read_and_not_settled_is_bounded_while_the_database_makes_wait() throws Exception {
        lab.withTopic().send(Lab.events(0, 100));
        start(MAX_IN_FLIGHT);
        await().atMost(SOON).until(() -> lab.committed() == 100);
        try (Connection locking = lockTable()) {
            lab.send(Lab.events(100, BACKLOG));
            await().atMost(SOON).until(() -> inFlight() >= CONSUMERS * MAX_IN_FLIGHT);
            await().during(Duration.ofSeconds(3)).until(() -> inFlight() <= IN_FLIGHT_AT_MOST);
            locking.rollback();
        }
        await().atMost(SOON).until(() -> lab.committed() == 100 + BACKLOG);
    }

    /** The control of the test before: with a bound that is none, the backlog is read into memory. */
    @Test
    void without_a_bound_the_backlog_is_read_into_memory() throws Exception {
        lab.withTopic().send(Lab.events(0, 100));
        start(1_000_000);
        await().atMost(SOON).until(() -> lab.committed() == 100);
        try (Connection locking = lockTable()) {
            lab.send(Lab.events(100, BACKLOG));
            await().atMost(SOON).until(() -> inFlight() > IN_FLIGHT_AT_MOST);
            locking.rollback();
        }
    }

    /** Whoever inserts waits until this is rolled back. */
    private Connection lockTable() throws SQLException {
        Connection connection = lab.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE clicks IN ACCESS EXCLUSIVE MODE");
        }
        return connection;
    }

    private void start(int maxInFlight) {
        pipeline = RunningPipeline.start(lab.config(Map.of(
                "Consumers",
                Integer.toString(CONSUMERS),
                "Batch.MaxRecords",
                Integer.toString(MAX_BATCH),
                "Batch.MaxInFlightRecords",
                Integer.toString(maxInFlight))));
    }

    private long inFlight() {
        PipelineCounts counts = pipeline.counts();
        return counts.consumed() - counts.settled();
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

    private static long heapInUse() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
