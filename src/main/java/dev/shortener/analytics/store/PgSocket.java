package dev.shortener.analytics.store;

import io.netty.channel.Channel;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;

/** Finds the socket under a connection: the only place that reaches below the client's public interface. Stateless. */
final class PgSocket {

    private PgSocket() {}

    /**
     * @throws IllegalStateException if the client is built otherwise than it was when this was written
     */
    static Channel of(SqlConnection connection) {
        if (((SqlConnectionInternal) connection).unwrap() instanceof SocketConnectionBase established) {
            return established.socket().channelHandlerContext().channel();
        }
        throw new IllegalStateException("a connection without a socket: " + connection.getClass());
    }
}
