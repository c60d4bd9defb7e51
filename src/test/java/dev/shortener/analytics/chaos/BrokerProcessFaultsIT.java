package dev.shortener.analytics.chaos;

import dev.shortener.analytics.demo.DemoMain;
import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.Servers;
import dev.shortener.analytics.support.ServiceProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker in a process of its own, which dies. */
@Tag("chaos")
class BrokerProcessFaultsIT {

    @TempDir
    private Path directory;

    private ServiceProcess broker;

    @AfterEach
    void close() {
        // In order, as a PostgreSQL that nobody uses here belongs to it.
        broker.terminate().awaitExit(Duration.ofSeconds(60));
    }

    @Test
    void broker_killed() throws Exception {
        int port = unusedPort();
        String address = start(port);
        Fault fault = Fault.of("broker `kill -9`", "polling and committing are retried until it is back")
                .lasting(Scale.seconds(1, 5))
                .injected(() -> broker.kill())
                .healed(() -> start(port));
        try (Lab lab = new Lab(address, Servers.newDatabase()).withTopic();
                Service service = ServiceHere.start(lab, Map.of());
                Experiment experiment = Experiment.on(lab, fault.name())
                        .controlledBy("with_an_answer_before_the_write_a_crash_loses_clicks")) {
            experiment.endure(fault, service);
        }
    }

    private String start(int port) {
        broker = ServiceProcess.start(
                DemoMain.class,
                "infra",
                "--kafka-port",
                Integer.toString(port),
                "--pg-port",
                "0",
                "--data-dir",
                directory.toString());
        return broker.awaitOutput("kafka=(\\S+) ").group(1);
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
