package dev.shortener.analytics.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Configuration files as people write them. Stateless. */
public final class ServiceFile {

    private ServiceFile() {}

    /**
     * Writes the file of a service that works in a lab.
     *
     * @param more lines of YAML, added at the end
     */
    public static String of(Lab lab, Path folder, String more) {
        return of(lab, lab.database(), folder, more);
    }

    /** The same with another way to the database. */
    public static String of(Lab lab, String dataSource, Path folder, String more) {
        return write(folder, lab.brokers(), lab.topic(), lab.group(), dataSource, more);
    }

    /** Writes a file that names any servers. */
    public static String of(String brokers, String dataSource, Path folder, String more) {
        return write(folder, brokers, "clicks", "group", dataSource, more);
    }

    private static String write(
            Path folder, String brokers, String topic, String group, String dataSource, String more) {
        Path file = folder.resolve("consumer-" + UUID.randomUUID() + ".yaml");
        try {
            Files.writeString(
                    file,
                    """
                    Name: process-test
                    Brokers:
                      - %s
                    Group: %s
                    Topic: %s
                    Offset: first
                    Consumers: 2
                    Processors: 2
                    DataSource: %s
                    Http: {Enabled: false}
                    Grpc: {Enabled: false}
                    %s
                    """
                            .formatted(brokers, group, topic, dataSource, more));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return file.toString();
    }
}
