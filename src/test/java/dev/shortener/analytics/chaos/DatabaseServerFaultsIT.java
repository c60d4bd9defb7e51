package dev.shortener.analytics.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.demo.PostgresServer;
import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.Servers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL server that stops, dies, freezes, or has no room left. */
class DatabaseServerFaultsIT {

    private static final String CONTROL = "with_random_ids_a_dropped_reply_is_counted_twice";

    @TempDir
    private static Path directory;

    private static PostgresServer postgres;
    private static int databases;

    @BeforeAll
    static void open() {
        postgres = PostgresServer.start(directory.resolve("postgres"), 0);
    }

    @AfterAll
    static void close() {
        postgres.close();
    }

    @Test
    @Tag("chaos")
    void postgresql_restarted_fast() throws Exception {
        endure(Fault.of("PostgreSQL fast restart", "batches are retried until it is back")
                .lasting(Scale.seconds(1, 3))
                .injected(postgres::stop)
                .healed(postgres::startAgain));
    }

    @Test
    void postgresql_killed_with_its_children() throws Exception {
        endure(Fault.of(
                        "PostgreSQL `kill -9` with its children",
                        "what was acknowledged is there again after its recovery, the rest is retried")
                .lasting(Scale.seconds(1, 5))
                .injected(postgres::kill)
                .healed(postgres::startAgain));
    }

    @Test
    @Tag("chaos")
    void postgresql_frozen() throws Exception {
        endure(Fault.of(
                        "PostgreSQL frozen (SIGSTOP)",
                        "each statement has its own deadline: its connection is closed, its batch sent again")
                .lasting(Scale.seconds(8, 60))
                .injected(() -> Signals.freeze(postgres))
                .healed(() -> Signals.thaw(postgres)));
    }

    @Test
    @Tag("chaos")
    void connections_exhausted() throws Exception {
        List<Connection> taken = new ArrayList<>();
        endure(Fault.of("connections exhausted", "connecting is retried (SQLSTATE 53300)")
                .lasting(Scale.seconds(3, 20))
                .injected(() -> takeAllConnections(taken))
                .healed(() -> {
                    for (Connection connection : taken) {
                        connection.close();
                    }
                }));
    }

    @Test
    @Tag("chaos")
    void disk_full() throws Exception {
        Optional<SmallDisk> mounted = SmallDisk.mounted(directory.resolve("small"), 64);
        try (Lab lab = lab()) {
            if (mounted.isPresent()) {
                moveTo(mounted.get(), lab);
            }
            String how = mounted.isPresent()
                    ? "a tablespace on a full file system"
                    : "a trigger that raises SQLSTATE 53100, as this user may mount nothing";
            endure(
                    lab,
                    Fault.of("disk full", "batches are retried (SQLSTATE 53100): " + how)
                            .lasting(Scale.seconds(5, 20))
                            .injected(() -> fill(mounted, lab))
                            .healed(() -> makeRoom(mounted, lab)));
            lab.execute("ALTER TABLE clicks SET TABLESPACE pg_default");
            lab.execute("ALTER INDEX clicks_pkey SET TABLESPACE pg_default");
        } finally {
            mounted.ifPresent(SmallDisk::close);
        }
    }

    private static void moveTo(SmallDisk disk, Lab lab) {
        lab.execute("CREATE TABLESPACE small LOCATION '" + disk.path() + "'");
        lab.execute("ALTER TABLE clicks SET TABLESPACE small");
        lab.execute("ALTER INDEX clicks_pkey SET TABLESPACE small");
    }

    private static void fill(Optional<SmallDisk> disk, Lab lab) throws Exception {
        if (disk.isPresent()) {
            disk.get().fill();
        } else {
            lab.execute("CREATE FUNCTION full() RETURNS trigger LANGUAGE plpgsql AS"
                    + " $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$");
            lab.execute("CREATE TRIGGER full BEFORE INSERT ON clicks FOR EACH STATEMENT EXECUTE FUNCTION full()");
        }
    }

    private static void makeRoom(Optional<SmallDisk> disk, Lab lab) throws Exception {
        assertThat(Backlog.of(lab).records())
                .as("nothing can be written, so nothing is committed")
                .isGreaterThan(200);
        if (disk.isPresent()) {
            disk.get().empty();
        } else {
            lab.execute("DROP TRIGGER full ON clicks");
        }
    }

    /** Also those that are kept for superusers, which this service is here. */
    private static void takeAllConnections(List<Connection> taken) throws SQLException {
        String url = postgres.jdbcUrl();
        taken.add(DriverManager.getConnection(url));
        await().ignoreExceptions().until(() -> {
            try (var statement = taken.get(0).createStatement()) {
                statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname LIKE 'chaos%' AND backend_type = 'client backend'");
            }
            for (int connection = 0; connection < 200; connection++) {
                try {
                    taken.add(DriverManager.getConnection(url));
                } catch (SQLException exhausted) {
                    return exhausted.getSQLState().equals("53300") && ours(taken.get(0)) == 0;
                }
            }
            return false;
        });
    }

    private static int ours(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var count = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE datname LIKE 'chaos%' AND backend_type = 'client backend'")) {
            count.next();
            return count.getInt(1);
        }
    }

    private static void endure(Fault fault) throws Exception {
        try (Lab lab = lab()) {
            endure(lab, fault);
        }
    }

    private static void endure(Lab lab, Fault fault) throws Exception {
        try (Service service = ServiceHere.start(lab, Map.of());
                Experiment experiment = Experiment.on(lab, fault.name()).controlledBy(CONTROL)) {
            experiment.endure(fault, service);
        }
    }

    /** With a database of its own on this server. */
    private static Lab lab() throws SQLException {
        String name = "chaos_" + ++databases;
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl());
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        String url = postgres.url().replace("/" + PostgresServer.DATABASE, "/" + name);
        return new Lab(Servers.kafka().bootstrapServers(), url).withTopic();
    }
}
