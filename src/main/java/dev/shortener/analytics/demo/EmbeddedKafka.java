package dev.shortener.analytics.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker in this process: KRaft, one node, broker and controller at once, on the loopback address only.
 * What was produced survives {@link #stop} and a new start on the same directory. Thread-safe.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private final BrokerSettings settings;
    private int port;
    private @Nullable RunningBroker running;

    private EmbeddedKafka(BrokerSettings settings) {
        this.settings = settings;
        this.port = settings.port();
    }

    /**
     * Starts a broker; returns when it accepts clients.
     *
     * @throws PortTakenException if something listens on the port of {@code settings}
     * @throws IllegalStateException if the broker does not start, with the cause
     */
    public static EmbeddedKafka start(BrokerSettings settings) {
        EmbeddedKafka kafka = new EmbeddedKafka(settings);
        kafka.startAgain();
        return kafka;
    }

    /** Starts a stopped broker on the port and the data it had; does nothing if it runs. */
    public synchronized void startAgain() {
        if (running != null) {
            return;
        }
        try (LoopbackSockets sockets = new LoopbackSockets()) {
            port = sockets.bind(port);
            int controllerPort = sockets.bind(0);
            BrokerStorage.formatIfNew(
                    settings.dataDir(), BrokerProperties.NODE_ID, BrokerProperties.CONTROLLER_LISTENER);
            running = RunningBroker.start(BrokerProperties.of(settings, port, controllerPort), sockets);
        } catch (IOException failure) {
            throw new UncheckedIOException("Kafka does not start in " + settings.dataDir(), failure);
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IllegalStateException("Kafka does not start in " + settings.dataDir(), failure);
        }
    }

    /** Stops the broker in order and keeps its data; does nothing if it is stopped. Clients see a lost connection. */
    public synchronized void stop() {
        if (running != null) {
            running.shutdown();
            running = null;
        }
    }

    /** The same as {@link #stop}. */
    @Override
    public void close() {
        stop();
    }

    /** {@code 127.0.0.1:port}, the same after every start. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port();
    }

    /** The port of the client listener. */
    public synchronized int port() {
        return port;
    }

    /**
     * The port of a further listener, which may be another one after every start.
     *
     * @throws IllegalStateException if the broker is stopped
     */
    public synchronized int port(String listener) {
        if (running == null) {
            throw new IllegalStateException("the broker is stopped");
        }
        return running.port(listener);
    }
}
