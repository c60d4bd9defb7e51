package dev.shortener.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.config.DatabaseConfig;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PgConnectorIT {

    private static Vertx vertx;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        OnContext.await(vertx.close());
    }

    /** The kernel's part is what it is told: what it then does cannot be seen without cutting a cable. */
    @Test
    void the_kernel_is_told_to_look_after_a_connection_that_is_idle() {
        DatabaseConfig database = TestPostgres.shared().migratedDatabase();
        PgSession session = OnContext.await(connect(database));

        Channel socket = session.socket();
        assertThat(socket.config().getOption(ChannelOption.SO_KEEPALIVE)).isTrue();
        assertThat(socket.config().getOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE)))
                .isEqualTo(10);
        assertThat(socket.config().getOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL)))
                .isEqualTo(5);
        assertThat(socket.config().getOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT)))
                .isEqualTo(3);
        OnContext.await(OnContext.call(vertx.getOrCreateContext(), session::close));
    }

    @Test
    void an_attempt_takes_no_longer_than_the_connection_string_says() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            DatabaseConfig database = DatabaseConfig.parse(
                    "postgres://u@127.0.0.1:" + silent.getLocalPort() + "/d?sslmode=disable&connect_timeout=1");

            assertThat(OnContext.awaitFailure(connect(database)))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("1000");
        }
    }

    private static Future<PgSession> connect(DatabaseConfig database) {
        Context context = vertx.getOrCreateContext();
        return OnContext.call(context, () -> new PgConnector(vertx, database, Duration.ofSeconds(10)).connect());
    }
}
