package dev.shortener.analytics.app;

import dev.shortener.analytics.config.DevServerConfig;
import dev.shortener.analytics.config.TelemetryConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;

/** Tries what the service listens on, and who takes its traces. Stateless; blocks for seconds at most. */
final class ReachCheck {

    private static final int PATIENCE_MILLIS = 2_000;

    private ReachCheck() {}

    /** Empty if nothing is served. A taken port may be this service's own, if it runs. */
    static Optional<CheckLine> devServer(DevServerConfig config) {
        if (!config.enabled()) {
            return Optional.empty();
        }
        String address = config.host() + ":" + config.port();
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(config.host(), config.port()));
            String found = config.port() == 0 ? config.host() + ", any free port" : address + " is free";
            return Optional.of(new CheckLine("ok", "metrics", found, ""));
        } catch (IOException taken) {
            return Optional.of(new CheckLine(
                    "warn",
                    "metrics",
                    address + ": " + taken.getMessage(),
                    "unless the service runs here already, choose another DevServer.Port, or 0 for a free one"));
        }
    }

    /** Empty if no traces are sent. Without a collector, clicks are stored all the same. */
    static Optional<CheckLine> collector(TelemetryConfig config) {
        return config.target().map(ReachCheck::collector);
    }

    private static CheckLine collector(URI endpoint) {
        int port = endpoint.getPort() >= 0 ? endpoint.getPort() : "https".equals(endpoint.getScheme()) ? 443 : 80;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(endpoint.getHost(), port), PATIENCE_MILLIS);
            return new CheckLine("ok", "traces", endpoint + ": somebody listens", "");
        } catch (IOException unreachable) {
            return new CheckLine(
                    "warn",
                    "traces",
                    endpoint + ": " + unreachable.getMessage(),
                    "is the collector running, and is Telemetry.Endpoint right?");
        }
    }
}
