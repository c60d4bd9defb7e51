package dev.shortener.analytics.chaos;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import org.jspecify.annotations.Nullable;

/** One connection through a {@link TcpProxy}. Confined to its event loop. */
final class ProxiedConnection {

    /** A client that only says hello or good-bye says less. */
    private static final int LONG_STATEMENT = 1_000;

    /** How a PostgreSQL server says that it waits for the next statement: what was sent before is committed by then. */
    private static final Buffer READY = Buffer.buffer(new byte[] {'Z', 0, 0, 0, 5, 'I'});

    private final TcpProxy proxy;
    private final NetSocket client;
    private @Nullable NetSocket server;
    private boolean silent;
    private boolean dropsReply;

    ProxiedConnection(TcpProxy proxy, NetSocket client) {
        this.proxy = proxy;
        this.client = client;
        client.handler(this::fromClient).closeHandler(closed -> close());
    }

    void connected(NetSocket socket) {
        server = socket;
        socket.handler(this::fromServer).closeHandler(closed -> serverClosed());
        client.resume();
    }

    /** The server is gone, and the client is not told. */
    void fallSilent() {
        silent = true;
        client.resume();
        if (server != null) {
            server.close();
        }
    }

    void closeIfSilent() {
        if (silent) {
            close();
        }
    }

    private void fromClient(Buffer bytes) {
        if (silent || server == null) {
            return;
        }
        dropsReply = dropsReply || (bytes.length() > LONG_STATEMENT && proxy.takesReply());
        pass(bytes, client, server);
    }

    private void fromServer(Buffer bytes) {
        if (silent) {
            return;
        }
        if (dropsReply) {
            dropReply(bytes);
        } else if (proxy.delay().isZero()) {
            pass(bytes, server, client);
        } else {
            proxy.after(proxy.delay(), () -> client.write(bytes));
        }
    }

    private void dropReply(Buffer bytes) {
        int end = bytes.length() - READY.length();
        if (end >= 0 && bytes.slice(end, bytes.length()).equals(READY)) {
            proxy.droppedReply();
            close();
        }
    }

    private static void pass(Buffer bytes, NetSocket from, NetSocket to) {
        to.write(bytes);
        if (to.writeQueueFull()) {
            from.pause();
            to.drainHandler(empty -> from.resume());
        }
    }

    private void serverClosed() {
        if (!silent) {
            close();
        }
    }

    private void close() {
        proxy.forget(this);
        client.close();
        if (server != null) {
            server.close();
        }
    }
}
