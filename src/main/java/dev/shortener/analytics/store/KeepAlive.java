package dev.shortener.analytics.store;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.vertx.sqlclient.SqlConnection;
import java.net.SocketOption;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;

/**
 * Notices within 25 seconds that the other side of an idle connection has vanished, which TCP itself would never tell. Stateless.
 *
 * <p>The system's own keep-alive starts after two hours. A connection with statements under way does not depend on it: their
 * deadline closes it. The client offers these options for native transports only, so they are set on the socket itself; where the
 * platform does not know them, the system's settings stay.
 */
final class KeepAlive {

    static final Duration IDLE = Duration.ofSeconds(10);
    static final Duration INTERVAL = Duration.ofSeconds(5);
    static final int PROBES = 3;

    private KeepAlive() {}

    /** To be called once on each connection. */
    static void on(SqlConnection connection) {
        Channel channel = PgSocket.of(connection);
        set(channel, ExtendedSocketOptions.TCP_KEEPIDLE, (int) IDLE.toSeconds());
        set(channel, ExtendedSocketOptions.TCP_KEEPINTERVAL, (int) INTERVAL.toSeconds());
        set(channel, ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
    }

    private static void set(Channel channel, SocketOption<Integer> option, int value) {
        channel.config().setOption(NioChannelOption.of(option), value);
    }
}
