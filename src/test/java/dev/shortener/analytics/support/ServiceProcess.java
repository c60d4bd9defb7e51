package dev.shortener.analytics.support;

import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * A command in a JVM of its own, with the logging of production: what it says is collected line by line. For the thread of one test,
 * which ends it by closing this, by its own process id.
 */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final List<Thread> readers;

    private ServiceProcess(Process process) {
        this.process = process;
        this.readers = List.of(
                reading(process.getInputStream(), output, "output"),
                reading(process.getErrorStream(), errors, "errors"));
    }

    /**
     * Starts a command; its standard input stays open until {@link #input} has been called.
     *
     * @param main the class with {@code main}
     */
    public static ServiceProcess start(Class<?> main, String... arguments) {
        return start(List.of(), main, arguments);
    }

    /** The same with further options for the JVM. */
    public static ServiceProcess start(List<String> options, Class<?> main, String... arguments) {
        // A short life: the quick compiler alone, and little memory.
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                // As the manifests of the jars say.
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("ANALYTICS_CONSUMER_"));
        // What one test has learned of user agents is not for the next.
        builder.environment().put("CACHE_DIRECTORY", "");
        try {
            return new ServiceProcess(builder.start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Starts a command without input and waits for its end. */
    public static ServiceProcess run(Class<?> main, String... arguments) {
        return start(main, arguments).input("");
    }

    /** Gives it all of its standard input and waits for its end. */
    public ServiceProcess input(String text) {
        return input(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Gives it all of its standard input and waits for its end. */
    public ServiceProcess input(byte[] bytes) {
        try (var stdin = process.getOutputStream()) {
            stdin.write(bytes);
        } catch (IOException ended) {
            errors.add("standard input was not read: " + ended);
        }
        awaitExit(SOON);
        return this;
    }

    /** Blocks until a line on standard error matches; fails if the process ends before. */
    public Matcher awaitError(String regex) {
        return awaitLine(errors, Pattern.compile(regex));
    }

    /** Blocks until a line on standard output matches; fails if the process ends before. */
    public Matcher awaitOutput(String regex) {
        return awaitLine(output, Pattern.compile(regex));
    }

    /** Sends SIGTERM. */
    public ServiceProcess terminate() {
        // Not Process.destroy, which also closes the pipes: what it says at its end would be lost.
        process.toHandle().destroy();
        return this;
    }

    /** Sends SIGINT, as a terminal does on Ctrl-C. */
    public ServiceProcess interrupt() {
        return signal("INT");
    }

    /** Sends SIGSTOP: it does nothing until {@link #thaw}. */
    public ServiceProcess freeze() {
        return signal("STOP");
    }

    /** Sends SIGCONT. */
    public ServiceProcess thaw() {
        return signal("CONT");
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    private ServiceProcess signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                fail("no signal can be sent to " + process.pid());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return this;
    }

    /** Sends SIGKILL and waits for the end. */
    public void kill() {
        process.toHandle().destroyForcibly();
        awaitExit(SOON);
    }

    /** Exit status; fails if it does not end in time. Then all that it has said is there. */
    public int awaitExit(Duration most) {
        try {
            if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
                fail("still running after " + most + "\n" + this);
            }
            for (Thread reader : readers) {
                reader.join(most.toMillis());
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Exit status of what has ended. */
    public int status() {
        return process.exitValue();
    }

    public List<String> output() {
        return List.copyOf(output);
    }

    public List<String> errors() {
        return List.copyOf(errors);
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    /** All that it has said, to be shown by a test that fails. */
    @Override
    public String toString() {
        return "-- output\n" + String.join("\n", output) + "\n-- errors\n" + String.join("\n", errors);
    }

    private Matcher awaitLine(List<String> lines, Pattern pattern) {
        List<Matcher> found = new ArrayList<>();
        Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(20)).until(() -> {
            boolean ended = readers.stream().noneMatch(Thread::isAlive);
            lines.stream()
                    .map(pattern::matcher)
                    .filter(Matcher::find)
                    .findFirst()
                    .ifPresent(found::add);
            return ended || !found.isEmpty();
        });
        if (found.isEmpty()) {
            fail("it ended and never said " + pattern + "\n" + this);
        }
        return found.get(0);
    }

    private static Thread reading(InputStream stream, List<String> lines, String name) {
        Thread reader = new Thread(
                () -> {
                    try (BufferedReader text =
                            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                        text.lines().forEach(lines::add);
                    } catch (IOException | UncheckedIOException closed) {
                        lines.add("the stream was lost: " + closed);
                    }
                },
                name);
        reader.setDaemon(true);
        reader.start();
        return reader;
    }

    /** That of this JVM without the tests, whose logging is another. */
    private static String classPath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> !entry.contains("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
