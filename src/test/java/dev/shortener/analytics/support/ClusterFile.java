package dev.shortener.analytics.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Hazelcast's files for a cluster of one test's own, on this machine alone. Stateless. */
public final class ClusterFile {

    private static final int MEMBERS = 3;

    /** Below those that systems give to whoever asks for any: a neighbour's, asked to join, would be waited for. */
    private static final int LOWEST_PORT = 15_000;

    private static final int HIGHEST_PORT = 32_000;

    private ClusterFile() {}

    /** Writes one that names members on ports that are free now. */
    public static String of(Lab lab, Path folder) {
        int port = unusedPorts();
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

    /** The first of {@link #MEMBERS} ports in a row. */
    private static int unusedPorts() {
        int port;
        do {
            port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
        } while (!IntStream.range(port, port + MEMBERS).allMatch(ClusterFile::isUnused));
        return port;
    }

    private static boolean isUnused(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
