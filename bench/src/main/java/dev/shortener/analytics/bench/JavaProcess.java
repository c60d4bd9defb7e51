package dev.shortener.analytics.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A JVM of its own, whose output goes to a file. Thread-safe; closing it ends it, by its own process id. */
final class JavaProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern PEAK_MEMORY = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final int LAST_LINES = 15;

    private final Process process;
    private final long startedAt = System.nanoTime();
    private final Path log;
    private final Thread endingWithThisOne;

    private JavaProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.endingWithThisOne = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(endingWithThisOne);
    }

    /**
     * @param arguments of {@code java}
     * @param log gets standard output and standard error
     */
    static JavaProcess start(List<String> arguments, Path log) {
        return start(arguments, Map.of(), log);
    }

    /**
     * @param environment beside what this process has
     */
    static JavaProcess start(List<String> arguments, Map<String, String> environment, Path log) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            return new JavaProcess(process, log);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** When it was started, in the time of {@link System#nanoTime}. */
    long startedAt() {
        return startedAt;
    }

    /** Processor time so far, in nanoseconds, in steps of ten milliseconds. */
    long cpuNanos() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    /** Most memory that it ever had resident, in bytes; empty where the operating system does not tell. */
    OptionalLong peakMemory() {
        try {
            String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
            return PEAK_MEMORY
                    .matcher(status)
                    .results()
                    .mapToLong(match -> Long.parseLong(match.group(1)) * 1024)
                    .findFirst();
        } catch (NoSuchFileException elsewhere) {
            return OptionalLong.empty();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Fails if it has ended.
     *
     * @throws IllegalStateException with the last that it said
     */
    void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException("it ended with status " + process.exitValue() + ":\n" + lastLines());
        }
    }

    /** Blocks until a line matches; fails if it ends before. */
    MatchResult awaitLine(Pattern pattern, Duration most) {
        return Wait.until(most, () -> {
            var found = lines().stream()
                    .flatMap(line -> pattern.matcher(line).results())
                    .findFirst();
            if (found.isEmpty()) {
                requireAlive();
            }
            return found;
        });
    }

    /** Blocks until it ends by itself; fails unless its status is 0. */
    void awaitEnd(Duration most) {
        Wait.until(most, () -> process.isAlive() ? Optional.empty() : Optional.of(true));
        if (process.exitValue() != 0) {
            requireAlive();
        }
    }

    /** What it has said. */
    List<String> lines() {
        try {
            return Files.readAllLines(log);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Asks it to end, and makes it if it does not. If this JVM ends before, it is asked too. */
    @Override
    public void close() {
        process.destroy();
        forgetHook();
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(endingWithThisOne);
        } catch (IllegalStateException isEnding) {
            // Then the hook runs, and finds that the process has been told.
        }
    }

    private String lastLines() {
        List<String> lines = lines();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
