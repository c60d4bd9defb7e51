package dev.shortener.analytics.chaos;

import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.demo.PostgresServer;
import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.ServiceFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As many clicks as the machine takes, for as long as it is told, and a random fault every twenty seconds. */
@Tag("soak")
class SoakIT {

    private static final Duration TIME = Duration.parse(System.getProperty("soak", "PT30M"));
    private static final int PER_SECOND = Integer.getInteger("soak.rate", 20_000);
    private static final Duration BETWEEN_FAULTS = Duration.ofSeconds(20);

    /** More than that is not offered: the machine goes no faster. */
    private static final long MOST_BEHIND = 400_000;

    private static final String SETTINGS =
            """
            DevServer: {Enabled: false}
            Batch: {StatementTimeout: 5s, MaxInFlightRecords: 4000}
            Kafka: {session.timeout.ms: 6000, heartbeat.interval.ms: 500}
            """;

    @TempDir
    private Path directory;

    private BrokerApart broker;
    private PostgresServer postgres;
    private TcpProxy proxy;
    private Lab lab;
    private ServiceApart service;
    private String file;
    private long mostBehind;

    @Test
    void clicks_balance_after_a_random_fault_every_twenty_seconds() throws Exception {
        long seed = Seed.next("soak of " + TIME);
        postgres = PostgresServer.start(directory.resolve("postgres"), 0);
        broker = BrokerApart.start(directory.resolve("infra"));
        proxy = TcpProxy.to(() -> postgres.port());
        lab = new Lab(broker.address(), postgres.url()).withTopic();
        String proxied = postgres.url().replace(":" + postgres.port() + "/", ":" + proxy.port() + "/");
        file = ServiceFile.of(lab, proxied, directory, SETTINGS);
        try (Load load = Load.start(broker.address(), lab.topic(), 0, PER_SECOND, seed)) {
            service = ServiceApart.startOptimized(file).awaitRunning();
            Map<String, Integer> faults = suffer(load, new Random(seed));
            conclude(load, faults);
        } finally {
            service.close();
            lab.close();
            proxy.close();
            broker.close();
            postgres.close();
        }
    }

    private Map<String, Integer> suffer(Load load, Random random) throws Exception {
        Map<String, Integer> suffered = new TreeMap<>();
        List<Fault> faults = faults();
        long end = System.nanoTime() + TIME.toNanos();
        while (System.nanoTime() < end) {
            long next = System.nanoTime() + BETWEEN_FAULTS.toNanos();
            Fault fault = faults.get(random.nextInt(faults.size()));
            suffered.merge(fault.name(), 1, Integer::sum);
            fault.inject().run();
            Experiment.pause(fault.hold());
            fault.heal().run();
            await().atMost(BETWEEN_FAULTS.multipliedBy(10)).ignoreExceptions().until(() -> {
                long behind = Backlog.of(lab).records();
                mostBehind = Math.max(mostBehind, behind);
                load.hold(behind > MOST_BEHIND);
                return System.nanoTime() > next;
            });
        }
        return suffered;
    }

    private void conclude(Load load, Map<String, Integer> faults) {
        SentLog sent = load.stop();
        long ended = System.nanoTime();
        await().atMost(Duration.ofMinutes(10))
                .ignoreExceptions()
                .until(() -> Backlog.of(lab).records() == 0);
        Evidence evidence = Evidence.of(lab, sent);
        Oracle.demand(evidence, Oracle.ALL);
        System.out.printf(
                "soak: balanced after %s: %s; %,d clicks/s on average; most behind %,d; drained in %.1f s; faults %s%n",
                TIME,
                evidence.summary(),
                sent.size() / Math.max(1, TIME.toSeconds()),
                mostBehind,
                (System.nanoTime() - ended) / 1e9,
                faults);
    }

    private List<Fault> faults() {
        return List.of(
                fault("app kill -9", 0, () -> service.process().kill(), this::startService),
                fault("app SIGTERM", 0, this::stopService, this::startService),
                fault("a member comes and goes", 0, this::visit, Fault.Step.NOTHING),
                fault("PostgreSQL fast restart", 1, postgres::stop, postgres::startAgain),
                fault("PostgreSQL kill -9", 1, postgres::kill, postgres::startAgain),
                fault("PostgreSQL frozen", 8, () -> Signals.freeze(postgres), () -> Signals.thaw(postgres)),
                fault("2 s database latency", 8, () -> proxy.delay(Duration.ofSeconds(2)), proxy::heal),
                fault("replies dropped after COMMIT", 5, () -> proxy.dropReplies(20), proxy::heal),
                fault("half-open connections", 1, proxy::loseOtherEnds, proxy::heal),
                fault("database cut off", 8, proxy::cutOff, proxy::heal),
                fault("table locked", 0, this::lockTable, Fault.Step.NOTHING),
                fault("broker kill -9", 1, broker::kill, broker::startAgain));
    }

    private static Fault fault(String name, int seconds, Fault.Step inject, Fault.Step heal) {
        return Fault.of(name, "")
                .lasting(Duration.ofSeconds(seconds))
                .injected(inject)
                .healed(heal);
    }

    private void startService() {
        service = ServiceApart.startOptimized(file).awaitRunning();
    }

    private void stopService() {
        service.process().terminate().awaitExit(Duration.ofSeconds(25));
    }

    private void visit() {
        try (ServiceApart visitor = ServiceApart.start(file).awaitRunning()) {
            Experiment.pause(Duration.ofSeconds(2));
            visitor.process().terminate().awaitExit(Duration.ofSeconds(25));
        }
    }

    private void lockTable() throws Exception {
        try (Connection locking = lab.connect()) {
            locking.setAutoCommit(false);
            try (var statement = locking.createStatement()) {
                statement.execute("LOCK TABLE clicks IN ACCESS EXCLUSIVE MODE");
            }
            Experiment.pause(Duration.ofSeconds(8));
            locking.rollback();
        }
    }
}
