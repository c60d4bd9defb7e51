package dev.shortener.analytics.bench;

import dev.shortener.analytics.bench.contender.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Starts contenders, each a JVM of its own with the same options and a group of its own. For one thread. The current directory is that of
 * the built product.
 */
final class Launcher {

    private static final List<String> JAR = List.of("-jar", "target/analytics-consumer.jar");
    private static final String CONFIGURATION = "conf/consumer.yaml";
    private static final Duration MIGRATION = Duration.ofMinutes(1);

    private final Path directory;
    private final Servers servers;
    private final String heap;
    private final Map<Entry, Path> caches = new HashMap<>();
    private int started;

    /**
     * @param directory for logs
     * @param heap most heap of each, as {@code -Xmx} takes it
     */
    Launcher(Path directory, Servers servers, String heap) {
        this.directory = directory;
        this.servers = servers;
        this.heap = heap;
    }

    /** A started contender. */
    record Started(JavaProcess process, String group) implements AutoCloseable {

        @Override
        public void close() {
            process.close();
        }
    }

    /**
     * One that knows nothing of any user agent.
     *
     * @param topic to read from its beginning
     * @param clicks of one pass
     */
    Started start(Entry entry, String topic, long clicks) {
        String name = nextName(entry);
        caches.put(entry, emptyDirectory(name));
        return start(entry, topic, clicks, name);
    }

    /** One that knows what the last one of this entry has kept. */
    Started startAgain(Entry entry, String topic) {
        return start(entry, topic, 0, nextName(entry));
    }

    /**
     * A service that is not set up as it is shipped, and knows nothing of any user agent.
     *
     * @param topic to read from its beginning
     * @param group that it is a member of
     */
    Started startService(String topic, String group, Setup setup) {
        String name = "service-" + ++started;
        List<String> arguments = service(topic, group);
        setup.settings().forEach(setting -> arguments.addAll(List.of("--set", setting)));
        if (setup.isClustered()) {
            arguments.addAll(List.of("-cluster", "--set", "Cluster.Role=all"));
        }
        return new Started(launch(name, setup.heap(), arguments, emptyDirectory(name)), group);
    }

    private String nextName(Entry entry) {
        return entry.contender().name().toLowerCase(Locale.ROOT) + "-" + entry.batch() + "-" + ++started;
    }

    private Started start(Entry entry, String topic, long clicks, String name) {
        List<String> arguments = entry.contender().kind() == Contender.Kind.SERVICE
                ? service(topic, name)
                : other(entry, topic, name, clicks);
        return new Started(launch(name, heap, arguments, Objects.requireNonNull(caches.get(entry))), name);
    }

    private JavaProcess launch(String name, String mostHeap, List<String> program, Path cache) {
        List<String> arguments = new ArrayList<>(List.of("-Xmx" + mostHeap, "-XX:+ExitOnOutOfMemoryError"));
        arguments.addAll(program);
        return JavaProcess.start(
                arguments, Map.of("CACHE_DIRECTORY", cache.toString()), directory.resolve(name + ".log"));
    }

    private Path emptyDirectory(String name) {
        try {
            return Files.createDirectories(directory.resolve(name + "-cache").toAbsolutePath());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Creates the tables. */
    void migrate() {
        List<String> arguments = new ArrayList<>(JAR);
        arguments.addAll(List.of("migrate", "-conf", CONFIGURATION, "--set", "DataSource=" + servers.dataSource()));
        try (JavaProcess migration = JavaProcess.start(arguments, directory.resolve("migrate.log"))) {
            migration.awaitEnd(MIGRATION);
        }
    }

    /** The shipped configuration; what differs is where things are. */
    private List<String> service(String topic, String group) {
        List<String> arguments = new ArrayList<>(JAR);
        arguments.addAll(List.of("-conf", CONFIGURATION));
        for (String key : List.of(
                "Brokers=" + servers.brokers(),
                "DataSource=" + servers.dataSource(),
                "Topic=" + topic,
                "Group=" + group,
                "DevServer.Port=0",
                "Http.Port=0",
                "Grpc.Port=0")) {
            arguments.addAll(List.of("--set", key));
        }
        return arguments;
    }

    private List<String> other(Entry entry, String topic, String group, long clicks) {
        Contender contender = entry.contender();
        Task task = new Task(
                servers.brokers(), servers.jdbcUrl(), topic, group, entry.batch(), contender.threads(), clicks);
        List<String> arguments = new ArrayList<>(List.of(
                "-cp", System.getProperty("java.class.path"), contender.main().getName()));
        arguments.addAll(task.arguments());
        arguments.addAll(contender.more());
        return arguments;
    }
}
