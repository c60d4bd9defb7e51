package dev.shortener.analytics.chaos;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Stands between a client and a server on the loopback address, and fails in the ways of a network. Thread-safe: whatever is asked of
 * it is done on its one event loop.
 */
final class TcpProxy implements AutoCloseable {

    static final String LOOPBACK = "127.0.0.1";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context loop = vertx.getOrCreateContext();
    private final NetClient client = vertx.createNetClient();
    private final NetServer server = vertx.createNetServer().connectHandler(this::accept);
    private final List<ProxiedConnection> connections = new ArrayList<>();
    private final IntSupplier target;
    private boolean cutOff;
    private Duration delay = Duration.ZERO;
    private int repliesToDrop;
    private int repliesDropped;

    private TcpProxy(IntSupplier target) {
        this.target = target;
    }

    /**
     * @param target port to connect to, asked at each connection; throws {@link IllegalStateException} while there is none
     */
    static TcpProxy to(IntSupplier target) {
        TcpProxy proxy = new TcpProxy(target);
        proxy.server.listen(0, LOOPBACK).await();
        return proxy;
    }

    int port() {
        return server.actualPort();
    }

    /** No byte passes any more, on connections that are there and on new ones; nobody is told. */
    void cutOff() {
        onLoop(() -> {
            cutOff = true;
            connections.forEach(ProxiedConnection::fallSilent);
        });
    }

    /** The connections that are there lose their other end, and nobody is told; new ones work. */
    void loseOtherEnds() {
        onLoop(() -> connections.forEach(ProxiedConnection::fallSilent));
    }

    /** What the server says arrives so much later. */
    void delay(Duration time) {
        onLoop(() -> delay = time);
    }

    /** So many times: a long statement is executed, and its connection is closed instead of the answer. */
    void dropReplies(int times) {
        onLoop(() -> repliesToDrop = times);
    }

    int repliesDropped() {
        int[] dropped = new int[1];
        onLoop(() -> dropped[0] = repliesDropped);
        return dropped[0];
    }

    /** Works again; connections that have fallen silent are closed. */
    void heal() {
        onLoop(() -> {
            cutOff = false;
            delay = Duration.ZERO;
            repliesToDrop = 0;
            List.copyOf(connections).forEach(ProxiedConnection::closeIfSilent);
        });
    }

    @Override
    public void close() {
        vertx.close().await();
    }

    // ---- asked by its connections, on the event loop

    Duration delay() {
        return delay;
    }

    void after(Duration time, Runnable task) {
        vertx.setTimer(Math.max(1, time.toMillis()), now -> task.run());
    }

    boolean takesReply() {
        return repliesToDrop > 0 && repliesToDrop-- > 0;
    }

    void droppedReply() {
        repliesDropped++;
    }

    void forget(ProxiedConnection connection) {
        connections.remove(connection);
    }

    private void accept(NetSocket fromClient) {
        ProxiedConnection connection = new ProxiedConnection(this, fromClient);
        connections.add(connection);
        if (cutOff) {
            connection.fallSilent();
            return;
        }
        fromClient.pause();
        connect().onSuccess(connection::connected).onFailure(refused -> fromClient.close());
    }

    private Future<NetSocket> connect() {
        try {
            return client.connect(target.getAsInt(), LOOPBACK);
        } catch (IllegalStateException stopped) {
            return Future.failedFuture(stopped);
        }
    }

    private void onLoop(Runnable task) {
        Promise<Void> done = Promise.promise();
        loop.runOnContext(now -> {
            task.run();
            done.complete();
        });
        done.future().await();
    }
}
