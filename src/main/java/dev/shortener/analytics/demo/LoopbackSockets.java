package dev.shortener.analytics.demo;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * Sockets on the loopback address, bound before the broker exists and handed to it one by one. A port is therefore known
 * (and known to be free) before the first line of the broker's configuration is written, without a moment in which
 * something else could take it. Thread-safe.
 */
final class LoopbackSockets implements ServerSocketFactory, AutoCloseable {

    private static final int BACKLOG = 500;

    private final Map<Integer, ServerSocketChannel> waiting = new HashMap<>();

    /**
     * Binds a socket that the broker will ask for.
     *
     * @param port 0 for a free one
     * @return the port that was bound
     * @throws PortTakenException if something listens there
     */
    synchronized int bind(int port) throws IOException {
        ServerSocketChannel channel = open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        int bound = channel.socket().getLocalPort();
        waiting.put(bound, channel);
        return bound;
    }

    @Override
    public synchronized ServerSocketChannel openServerSocket(
            String listenerName, InetSocketAddress address, int listenBacklogSize, int recvBufferSize)
            throws IOException {
        ServerSocketChannel bound = waiting.remove(address.getPort());
        return bound == null ? open(address, listenBacklogSize) : bound;
    }

    /** Closes the sockets that nobody asked for. */
    @Override
    public synchronized void close() throws IOException {
        for (ServerSocketChannel channel : waiting.values()) {
            channel.close();
        }
        waiting.clear();
    }

    private static ServerSocketChannel open(InetSocketAddress address, int backlog) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.bind(address, backlog);
            return channel;
        } catch (BindException taken) {
            channel.close();
            throw new PortTakenException("Kafka", address.getPort());
        }
    }
}
