package dev.shortener.analytics.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A broker whose topics have eight partitions and a durable PostgreSQL, as {@code make infra} serves them, on free ports and in processes of
 * their own. Thread-safe.
 */
final class Servers implements AutoCloseable {

    private static final Pattern ADDRESSES =
            Pattern.compile("kafka=(\\S+) postgres=postgres://(\\w+):(\\w+)@(\\S+?)/(\\w+)\\?");
    private static final Duration START = Duration.ofMinutes(2);

    private final JavaProcess process;
    private final MatchResult addresses;

    private Servers(JavaProcess process) {
        this.process = process;
        this.addresses = process.awaitLine(ADDRESSES, START);
    }

    /**
     * @param directory where they keep data and log
     */
    static Servers start(Path directory) {
        List<String> arguments = List.of(
                "-Xmx1g",
                "-jar",
                "target/analytics-consumer-demo.jar",
                "infra",
                "--kafka-port=0",
                "--pg-port=0",
                "--data-dir=" + directory.resolve("data"));
        return new Servers(JavaProcess.start(arguments, directory.resolve("servers.log")));
    }

    String brokers() {
        return addresses.group(1);
    }

    /** As the service's configuration has it. */
    String dataSource() {
        return "postgres://" + addresses.group(2) + ":" + addresses.group(3) + "@" + addresses.group(4) + "/"
                + addresses.group(5) + "?sslmode=disable";
    }

    /** The same for JDBC. */
    String jdbcUrl() {
        return "jdbc:postgresql://" + addresses.group(4) + "/" + addresses.group(5) + "?user=" + addresses.group(2)
                + "&password=" + addresses.group(3) + "&sslmode=disable";
    }

    @Override
    public void close() {
        process.close();
    }
}
