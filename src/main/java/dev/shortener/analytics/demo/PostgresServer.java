package dev.shortener.analytics.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL server on this machine, as careful with data as one in production: what it has acknowledged survives
 * {@link #kill} and a new start on the same directory. It has the database {@value #DATABASE}. Thread-safe.
 *
 * <p>The server is a process of its own that outlives this one if this one is killed; the next start on the same data
 * directory ends it first.
 */
public final class PostgresServer implements AutoCloseable {

    /** Name of the database. */
    public static final String DATABASE = "shortener";

    /** Name of the superuser. */
    public static final String USERNAME = "postgres";

    /** The superuser's password, asked for on every connection. */
    public static final String PASSWORD = "postgres";

    private final PostgresCluster cluster;
    private int port;
    private @Nullable DirectoryLock lock;
    private @Nullable PostgresProcess process;

    private PostgresServer(PostgresCluster cluster, int port) {
        this.cluster = cluster;
        this.port = port;
    }

    /**
     * Starts a server; returns when it accepts clients.
     *
     * @param dataDir where it keeps its data; made a database cluster if there is none, used again otherwise
     * @param port on 127.0.0.1, 0 for a free one
     * @throws PortTakenException if something listens on the port
     * @throws IllegalStateException if the directory is in use, or there is no PostgreSQL for this platform
     * @throws UncheckedIOException if the server does not start, with what it said
     */
    public static PostgresServer start(Path dataDir, int port) {
        try {
            PostgresServer server = new PostgresServer(PostgresCluster.in(dataDir), port);
            server.startAgain();
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Starts a stopped or killed server on the port and the data it had; does nothing if it runs. */
    public synchronized void startAgain() {
        if (process != null && process.isAlive()) {
            return;
        }
        try {
            lock = lock == null ? cluster.lock() : lock;
            process = cluster.start(port);
            port = process.port();
        } catch (IOException failure) {
            release();
            throw new UncheckedIOException(failure);
        } catch (RuntimeException failure) {
            release();
            throw failure;
        }
    }

    /** Stops the server in order and keeps its data; does nothing if it is stopped. Clients lose their connections. */
    public synchronized void stop() {
        if (process != null) {
            process.stop();
            process = null;
        }
        release();
    }

    /** Ends the server as a power cut would, and waits until none of its processes is left. */
    public synchronized void kill() {
        if (process != null) {
            process.kill();
            process = null;
        }
    }

    /** The same as {@link #stop}. */
    @Override
    public void close() {
        stop();
    }

    /**
     * The number of the server's first process.
     *
     * @throws IllegalStateException if it is stopped
     */
    public synchronized long pid() {
        if (process == null) {
            throw new IllegalStateException("PostgreSQL is stopped");
        }
        return process.pid();
    }

    /** The port on 127.0.0.1, the same after every start. */
    public synchronized int port() {
        return port;
    }

    /** As the service is configured: {@code postgres://postgres:postgres@localhost:5433/shortener?sslmode=disable}. */
    public String url() {
        return "postgres://" + USERNAME + ":" + PASSWORD + "@localhost:" + port() + "/" + DATABASE + "?sslmode=disable";
    }

    /** The same for JDBC, user and password included. */
    public String jdbcUrl() {
        return PostgresCluster.jdbcUrl(port(), DATABASE);
    }

    /** For a test: what the death of this process would do to the lock. */
    synchronized void forgetLock() {
        release();
    }

    private void release() {
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }
}
