package dev.shortener.analytics.chaos;

import dev.shortener.analytics.demo.DemoMain;
import dev.shortener.analytics.support.Servers;
import dev.shortener.analytics.support.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;

/** A broker in a process of its own, that can be killed. For the thread of one test. */
final class BrokerApart implements AutoCloseable {

    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(60);

    private final Path directory;
    private final int port = Servers.unusedPort();
    private ServiceProcess process;

    private BrokerApart(Path directory) {
        this.directory = directory;
        startAgain();
    }

    static BrokerApart start(Path directory) {
        return new BrokerApart(directory);
    }

    /** On the port and the data it had. */
    void startAgain() {
        process = ServiceProcess.start(
                DemoMain.class,
                "infra",
                "--kafka-port",
                Integer.toString(port),
                "--pg-port",
                "0",
                "--data-dir",
                directory.toString());
        process.awaitOutput("kafka=(\\S+) ");
    }

    void kill() {
        process.kill();
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /** In order, as a PostgreSQL that nobody uses here belongs to it. */
    @Override
    public void close() {
        if (!process.isAlive()) {
            startAgain();
        }
        process.terminate().awaitExit(STOPPED_WITHIN);
    }
}
