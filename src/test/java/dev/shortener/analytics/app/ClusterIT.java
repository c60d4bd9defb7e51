package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.support.ClusterFile;
import dev.shortener.analytics.support.Guarantee;
import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.ServiceFile;
import dev.shortener.analytics.support.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes of a cluster as processes of their own, which are killed. */
class ClusterIT {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(25);

    /** Without a word of the cluster, what a dead worker held would be waited for twice the time that a statement may take: four minutes. */
    private static final String SETTINGS =
            """
            DevServer: {Enabled: false}
            Batch: {MaxRecords: 50, MaxInFlightRecords: 500, StatementTimeout: 2m}
            Kafka: {session.timeout.ms: 3000, heartbeat.interval.ms: 500}
            Cluster: {Role: %s, File: '%s'}
            """;

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
    void nodes_of_either_role_are_killed_under_load_and_every_click_has_one_row() {
        String members = ClusterFile.of(lab, folder);
        ServiceProcess consumer = first("consumer", members);
        ServiceProcess worker = node("worker", members);
        ServiceProcess other = node("worker", members);
        List.of(consumer, worker, other).forEach(ClusterIT::awaitRunning);
        lab.slowDown(0.1);

        lab.send(Lab.events(0, 4_000));
        await().atMost(SOON).until(() -> lab.count() > 500);
        worker.kill();
        long atTheKill = lab.count();
        await("the other worker goes on, also with what the dead one held")
                .atMost(SOON)
                .until(() -> lab.count() > atTheKill + 500);
        consumer.kill();
        lab.goOnQuickly();
        lab.send(Lab.events(4_000, 1_000));
        ServiceProcess next = node("consumer", members);

        await().atMost(SOON).until(() -> lab.count() >= 5_000 && lab.committed() == 5_000);
        Guarantee.checkAll(lab.codes(0, 5_000), lab.rowsByCode());
        next.terminate();
        assertThat(next.awaitExit(STOPPED_WITHIN)).as(next::toString).isZero();
        other.terminate();
        assertThat(other.awaitExit(STOPPED_WITHIN)).as(other::toString).isZero();
    }

    @Test
    void nodes_that_do_everything_share_the_work_of_one_topic() {
        String members = ClusterFile.of(lab, folder);
        List<ServiceProcess> nodes = List.of(first("all", members), node("local", members));
        nodes.forEach(ClusterIT::awaitRunning);
        lab.send(Lab.events(0, 2_000));
        await().atMost(SOON).until(() -> lab.count() >= 2_000 && lab.committed() == 2_000);
        Guarantee.checkAll(lab.codes(0, 2_000), lab.rowsByCode());
        for (ServiceProcess node : nodes) {
            node.terminate();
            assertThat(node.awaitExit(STOPPED_WITHIN)).as(node::toString).isZero();
        }
    }

    @Test
    void a_role_without_a_cluster_and_a_file_that_is_none_are_told_by_name() throws IOException {
        Path file = Files.writeString(folder.resolve("none.yaml"), "hazelcast: {network: {prot: 1}}");
        ServiceProcess alone = run("-conf", ServiceFile.of(lab, folder, SETTINGS.formatted("worker", file)));
        assertThat(alone.awaitExit(SOON)).isEqualTo(2);
        assertThat(alone.errors())
                .contains("configuration: Cluster.Role: 'worker' needs the option -cluster; allowed without it: local");

        ServiceProcess misled =
                run("-cluster", "-conf", ServiceFile.of(lab, folder, SETTINGS.formatted("worker", file)));
        assertThat(misled.awaitExit(SOON)).as(misled::toString).isEqualTo(2);
        assertThat(misled.errors()).anyMatch(line -> line.startsWith("configuration: Cluster.File: " + file + ": "));

        String missing = SETTINGS.formatted("worker", folder.resolve("missing.yaml"));
        ServiceProcess lost = run("-cluster", "-conf", ServiceFile.of(lab, folder, missing));
        assertThat(lost.awaitExit(SOON)).isEqualTo(2);
        assertThat(lost.errors())
                .anyMatch(line ->
                        line.contains("missing.yaml: there is no such file; allowed: a configuration of Hazelcast"));
    }

    private static void awaitRunning(ServiceProcess node) {
        node.awaitError("running topic=");
    }

    /** One that has begun a cluster: others, started at the same time, might each begin their own. */
    private ServiceProcess first(String role, String members) {
        ServiceProcess node = node(role, members);
        node.awaitError("Members \\{size:1,");
        return node;
    }

    private ServiceProcess node(String role, String members) {
        return run("-cluster", "-conf", ServiceFile.of(lab, folder, SETTINGS.formatted(role, members)));
    }

    private ServiceProcess run(String... arguments) {
        ServiceProcess process = ServiceProcess.start(Main.class, arguments);
        started.add(process);
        return process;
    }
}
