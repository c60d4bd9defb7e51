package dev.shortener.analytics.config;

import org.jspecify.annotations.Nullable;

/**
 * A server that answers questions about clicks. Immutable.
 *
 * @param enabled whether it listens at all
 * @param host address to listen on
 * @param port 0 to 65,535; 0 takes a free one
 * @param token what a client must show as a bearer token; null if none is asked for, which only a loopback address may do
 */
public record ListenerConfig(boolean enabled, String host, int port, @Nullable Secret token) {

    static final int SHORTEST_TOKEN = 16;

    public ListenerConfig {
        DevServerConfig.PORT.require("port", port);
        if (enabled && token == null && !isLoopback(host)) {
            throw new IllegalArgumentException("without a token it would listen on " + host);
        }
    }

    /** Whether nobody but this machine can come to an address. */
    public static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.equals("::1")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }
}
