package dev.shortener.analytics.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Hazelcast's files for a cluster of one test's own, on this machine alone. Stateless. */
public final class ClusterFile {

    private static final int HIGHEST_PORT = 65_000;

    private ClusterFile() {}

    /** Writes one that names members on ports that are free now. */
    public static String of(Lab lab, Path folder) {
        int port = Math.min(Servers.unusedPort(), HIGHEST_PORT);
        try {
            return Files.writeString(
                            folder.resolve("cluster.yaml"),
                            """
                            hazelcast:
                              cluster-name: %s
                              properties: {hazelcast.wait.seconds.before.join: '1'}
                              network:
                                port: {port: %d, auto-increment: true, port-count: 20}
                                interfaces: {enabled: true, interfaces: [127.0.0.1]}
                                join:
                                  auto-detection: {enabled: false}
                                  multicast: {enabled: false}
                                  tcp-ip: {enabled: true, member-list: ['127.0.0.1:%d', '127.0.0.1:%d', '127.0.0.1:%d']}
                            """
                                    .formatted(lab.topic(), port, port, port + 1, port + 2))
                    .toString();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
