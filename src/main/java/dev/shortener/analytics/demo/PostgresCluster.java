package dev.shortener.analytics.demo;

import static dev.shortener.analytics.demo.PostgresServer.DATABASE;
import static dev.shortener.analytics.demo.PostgresServer.PASSWORD;
import static dev.shortener.analytics.demo.PostgresServer.USERNAME;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A data directory of PostgreSQL (a "database cluster"), from empty to served. Confined to its owner. */
final class PostgresCluster {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresCluster.class);

    private final Path binaries;
    private final UnprivilegedUser user;
    private final Path dataDir;
    private final PostgresTools tools;
    private final PostmasterFile postmaster;

    private PostgresCluster(Path binaries, UnprivilegedUser user, Path dataDir) {
        this.binaries = binaries;
        this.user = user;
        this.dataDir = dataDir;
        this.tools = new PostgresTools(binaries, user, dataDir);
        this.postmaster = new PostmasterFile(dataDir);
    }

    static PostgresCluster in(Path dataDir) throws IOException {
        return in(dataDir, UnprivilegedUser.find());
    }

    static PostgresCluster in(Path dataDir, UnprivilegedUser user) throws IOException {
        return new PostgresCluster(
                PostgresBinaries.directory(), user, dataDir.toAbsolutePath().normalize());
    }

    static String jdbcUrl(int port, String database) {
        return "jdbc:postgresql://localhost:" + port + "/" + database + "?user=" + USERNAME + "&password=" + PASSWORD
                + "&sslmode=disable";
    }

    DirectoryLock lock() throws IOException {
        return DirectoryLock.of(dataDir, dataDir.resolveSibling(dataDir.getFileName() + ".lock"));
    }

    /** Ends a server left over here, makes the directory a cluster if it is none, serves it, creates the database. */
    PostgresProcess start(int port) throws IOException {
        endLeftover();
        initializeIfNew();
        PostgresProcess process = new PostgresLaunch(tools, postmaster, dataDir.resolve("server.log")).on(port);
        try {
            createDatabaseIfNew(process.port());
            return process;
        } catch (SQLException failure) {
            process.stop();
            throw new IOException("PostgreSQL has started and does not answer: " + failure.getMessage(), failure);
        }
    }

    private void endLeftover() throws IOException {
        Optional<ProcessHandle> leftover = postmaster.server();
        if (leftover.isPresent()) {
            LOG.warn(
                    "Ending the PostgreSQL that an earlier run left behind pid={}",
                    leftover.get().pid());
            new PostgresProcess(tools, leftover.get(), 0).stop();
        }
        postmaster.disownIfForeign();
    }

    /** Made beside its place and moved there at once: a cluster is complete or not there at all. */
    private void initializeIfNew() throws IOException {
        if (Files.exists(dataDir.resolve("PG_VERSION"))) {
            return;
        }
        Path beside = dataDir.resolveSibling(dataDir.getFileName() + ".new");
        DirectoryTree.delete(beside);
        new PostgresTools(binaries, user, beside).initialize(USERNAME, PASSWORD);
        Files.move(beside, dataDir, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void createDatabaseIfNew(int port) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl(port, "postgres"));
                Statement statement = connection.createStatement();
                ResultSet existing =
                        statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
            if (!existing.next()) {
                statement.execute("CREATE DATABASE " + DATABASE);
            }
        }
    }
}
