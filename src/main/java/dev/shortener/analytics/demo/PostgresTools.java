package dev.shortener.analytics.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code initdb} and {@code pg_ctl} of one PostgreSQL, for one data directory. Thread-safe; every call blocks. */
final class PostgresTools {

    private static final String WAIT_SECONDS = "60";

    private final Path programs;
    private final UnprivilegedUser user;
    private final Path dataDir;

    PostgresTools(Path programs, UnprivilegedUser user, Path dataDir) {
        this.programs = programs;
        this.user = user;
        this.dataDir = dataDir;
    }

    /** Makes the data directory a database cluster with one user, whose password is asked for over TCP. */
    void initialize(String username, String password) throws IOException {
        Files.createDirectories(dataDir);
        user.own(dataDir);
        Path passwordFile = Files.createTempFile(dataDir.getParent(), "postgres", ".password");
        try {
            Files.writeString(passwordFile, password + "\n");
            user.own(passwordFile);
            // Not written through to the disk: what an operating system that crashes now would lose is empty.
            run(
                    List.of("initdb", "--no-sync", "--no-instructions", "--encoding=UTF8", "--locale=C"),
                    List.of("--auth=scram-sha-256", "--username=" + username, "--pwfile=" + passwordFile));
        } finally {
            Files.deleteIfExists(passwordFile);
        }
    }

    /** Starts the server detached from this process and its terminal; returns when it accepts connections. */
    void start(Path log, String options) throws IOException {
        run(List.of("pg_ctl", "start", "-w", "-t", WAIT_SECONDS), List.of("-l", log.toString(), "-o", options));
    }

    /** Ends every connection, writes a checkpoint, stops the server; returns when it is gone. */
    void stop() throws IOException {
        run(List.of("pg_ctl", "stop", "-w", "-t", WAIT_SECONDS), List.of("-m", "fast"));
    }

    private void run(List<String> program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(program);
        command.set(0, programs.resolve("bin").resolve(program.get(0)).toString());
        command.addAll(List.of("-D", dataDir.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(user.running(command)).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (exitStatus(process) != 0) {
            throw new IOException(program.get(0) + " failed: " + output.strip());
        }
    }

    private static int exitStatus(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
