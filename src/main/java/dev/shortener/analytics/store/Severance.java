package dev.shortener.analytics.store;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.sqlclient.SqlConnection;

/**
 * Ends a connection whose server does not answer. Stateless.
 *
 * <p>The client's own close queues behind the statements that were not answered, says goodbye and waits for the server to hang up: with
 * a frozen server it waits for ever, and so does every statement under way. Even closing its channel from the top of the pipeline
 * is turned into that goodbye by the client's codec. So this closes below the codec, at the socket. The codec then fails everything
 * under way.
 */
final class Severance {

    private Severance() {}

    /** Closes the socket at once. May be called from any thread, and again. */
    static void sever(SqlConnection connection) {
        ChannelHandlerContext lowest = PgSocket.of(connection).pipeline().firstContext();
        if (lowest != null) {
            var unused = lowest.close(); // what was under way learns of it from the codec
        }
    }
}
