package dev.shortener.analytics.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.support.ClusterFile;
import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.ServiceFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes of a cluster that are killed: two that read from Kafka, and two that write. */
class ClusterFaultsIT {

    /** A batch that a worker does not answer for is sent again after twice that: nothing here is mended by this. */
    private static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(2);

    private static final String SETTINGS =
            """
            DevServer: {Enabled: false}
            Batch: {MaxRecords: 100, MaxInFlightRecords: 1000, StatementTimeout: %ds}
            Kafka: {session.timeout.ms: 3000, heartbeat.interval.ms: 400}
            Cluster: {Role: %s, File: '%s'}
            """;

    private static final String TWICE = "with_random_ids_a_dropped_reply_is_counted_twice";
    private static final String LOST = "with_an_answer_before_the_write_a_crash_loses_clicks";
    private static final String UNTOLD = "without_tidings_of_the_node_what_it_held_is_waited_for";

    /** Number of the first click that is sent while consumers are killed. */
    private static final int SECOND_LOAD = 10_000_000;

    private static final int PER_SECOND = 400;

    @TempDir
    private Path folder;

    private final Lab lab = new Lab().withTopic();
    private final List<Node> nodes = new ArrayList<>();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void cluster_peer_killed_in_both_roles() throws Exception {
        int times = Scale.times(1, 10);
        lab.slowDown(0.02); // so that a worker holds a batch when it dies
        String members = ClusterFile.of(lab, folder);
        String consuming = file("consumer", members);
        String working = file("worker", members);
        // The first one begins a cluster before the others look for one: they might each begin their own.
        try (Node consumer = new Node(consuming).awaitMembers(1);
                Node otherConsumer = new Node(consuming);
                Node worker = new Node(working);
                Node otherWorker = new Node(working)) {
            Stream.of(consumer, otherConsumer, worker, otherWorker)
                    .peek(nodes::add)
                    .forEach(node -> node.awaitMembers(4).awaitRunning());
            SentLog sent = killed(
                    List.of(worker, otherWorker),
                    Fault.of(
                            "cluster peer `kill -9`, a worker ×" + times,
                            "what it held is sent to another as soon as it has left the cluster"),
                    times,
                    new SentLog(),
                    0,
                    UNTOLD + "`, `" + TWICE);
            killed(
                    List.of(consumer, otherConsumer),
                    Fault.of(
                            "cluster peer `kill -9`, a consumer ×" + times,
                            "the other takes its partitions, and goes on from the last commit"),
                    times,
                    sent,
                    SECOND_LOAD,
                    LOST + "`, `" + TWICE);
        }
    }

    /** Kills now the one and now the other; each is there again before the next goes. */
    private SentLog killed(List<Node> peers, Fault fault, int times, SentLog earlier, int first, String controls)
            throws Exception {
        try (Experiment experiment =
                Experiment.on(lab, fault.name(), first, PER_SECOND).controlledBy(controls)) {
            experiment.load().log().follow(earlier);
            Random random = new Random(experiment.seed());
            experiment.flowing();
            for (int kill = 0; kill < times; kill++) {
                Node peer = peers.get(kill % peers.size());
                Experiment.pause(Duration.ofMillis(500 + random.nextInt(1_000)));
                peer.kill();
                if (earlier.size() == 0 && kill == 0) {
                    lab.goOnQuickly(); // one worker alone would be slower than the load
                }
                Oracle.demand(Evidence.of(lab, experiment.load().log()), Law.AT_ANY_TIME);
                if (kill < times - 1) {
                    peer.startAgain();
                }
            }
            Node survivor = peers.get(times % peers.size());
            conclude(experiment, fault.overWithin(STATEMENT_TIMEOUT.dividedBy(4)), survivor);
            assertThat(survivor.isAlive()).isTrue();
            return experiment.load().log();
        }
    }

    private void conclude(Experiment experiment, Fault fault, Node survivor) {
        try {
            experiment.conclude(fault, survivor.memory());
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(nodes.toString(), late);
        }
    }

    private String file(String role, String members) {
        return ServiceFile.of(lab, folder, SETTINGS.formatted(STATEMENT_TIMEOUT.toSeconds(), role, members));
    }

    /** A node that is killed and started again. For the thread of one test. */
    private static final class Node implements AutoCloseable {

        private final String file;
        private ServiceApart service;

        Node(String file) {
            this.file = file;
            this.service = ServiceApart.startNode(file);
        }

        Node awaitMembers(int members) {
            service.process().awaitError("Members \\{size:" + members + ",");
            return this;
        }

        void awaitRunning() {
            service.awaitRunning();
        }

        void kill() {
            service.process().kill();
        }

        void startAgain() {
            service = ServiceApart.startNode(file).awaitRunning();
        }

        boolean isAlive() {
            return service.isWithinBounds();
        }

        String memory() {
            return service.memory();
        }

        @Override
        public String toString() {
            return service.process().toString();
        }

        @Override
        public void close() {
            service.close();
        }
    }
}
