package dev.shortener.analytics.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starting a PostgreSQL server, tried again where trying again helps. Confined to its owner. */
final class PostgresLaunch {

    private static final int ATTEMPTS = 100;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(100);

    /** Durable on purpose: a promise that was only ever tested on a forgetful server has not been tested. */
    private static final String SETTINGS = Stream.of(
                    "listen_addresses=127.0.0.1",
                    "unix_socket_directories=",
                    "fsync=on",
                    "synchronous_commit=on",
                    "full_page_writes=on",
                    "timezone=UTC",
                    "log_timezone=UTC")
            .map(setting -> "-c " + setting)
            .collect(Collectors.joining(" "));

    private final PostgresTools tools;
    private final PostmasterFile postmaster;
    private final Path log;

    /**
     * @param log what the server says, from this start on
     */
    PostgresLaunch(PostgresTools tools, PostmasterFile postmaster, Path log) {
        this.tools = tools;
        this.postmaster = postmaster;
        this.log = log;
    }

    /** Starts the server on {@code port}, 0 for a free one. */
    PostgresProcess on(int port) throws IOException {
        for (int attempt = 1; ; attempt++) {
            int tried = port == 0 ? freePort() : port;
            try {
                return launch(tried);
            } catch (IOException failure) {
                if (attempt == ATTEMPTS || !passes(port)) {
                    throw explained(tried, failure);
                }
                LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            }
        }
    }

    private PostgresProcess launch(int port) throws IOException {
        Files.deleteIfExists(log);
        tools.start(log, "-p " + port + " " + SETTINGS);
        ProcessHandle server =
                postmaster.server().orElseThrow(() -> new IOException("PostgreSQL ended after its start"));
        return new PostgresProcess(tools, server, port);
    }

    /** Processes of a server killed a moment ago go by themselves; a free port that was taken meanwhile has others beside it. */
    private boolean passes(int port) throws IOException {
        return saidIn("pre-existing shared memory block") || (port == 0 && saidIn("Address already in use"));
    }

    private IOException explained(int port, IOException failure) throws IOException {
        if (saidIn("Address already in use")) {
            throw new PortTakenException("PostgreSQL", port);
        }
        String said = Files.exists(log) ? Files.readString(log).strip() : "";
        return new IOException("PostgreSQL does not start. " + failure.getMessage() + "\n" + said, failure);
    }

    private boolean saidIn(String words) throws IOException {
        return Files.exists(log) && Files.readString(log).contains(words);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
