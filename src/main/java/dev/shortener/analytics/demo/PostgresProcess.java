package dev.shortener.analytics.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running PostgreSQL server, ended by the number of its process and never by its name. Confined to its owner. */
final class PostgresProcess {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresProcess.class);
    private static final Duration GONE_WITHIN = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(10);

    private final PostgresTools tools;
    private final ProcessHandle postmaster;
    private final int port;

    PostgresProcess(PostgresTools tools, ProcessHandle postmaster, int port) {
        this.tools = tools;
        this.postmaster = postmaster;
        this.port = port;
    }

    boolean isAlive() {
        return isRunning(postmaster);
    }

    long pid() {
        return postmaster.pid();
    }

    /** The port it listens on; 0 for one that an earlier run left behind, whose port does not matter. */
    int port() {
        return port;
    }

    /** Stops it in order; kills it if it does not stop. Does nothing if it is gone. */
    void stop() {
        if (!isAlive()) {
            return;
        }
        try {
            tools.stop();
            awaitEnd(List.of(postmaster));
        } catch (IOException failure) {
            if (!isAlive()) {
                return;
            }
            LOG.error("PostgreSQL does not stop and is killed pid={}", pid(), failure);
            kill();
        }
    }

    /** Kills it, and waits until the processes of its connections have noticed and gone too. */
    void kill() {
        List<ProcessHandle> processes =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        postmaster.destroyForcibly();
        awaitEnd(processes);
    }

    /** Not {@code onExit()}: it waits for somebody to reap the process, and in a container that may be nobody. */
    private void awaitEnd(List<ProcessHandle> processes) {
        long deadline = System.nanoTime() + GONE_WITHIN.toNanos();
        while (processes.stream().anyMatch(PostgresProcess::isRunning)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("PostgreSQL does not end, pid " + pid());
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** A dead process that nobody has reaped still has a number, and neither a command nor arguments. */
    private static boolean isRunning(ProcessHandle process) {
        ProcessHandle.Info info = process.info();
        return process.isAlive()
                && (info.command().isPresent() || info.arguments().isPresent());
    }
}
