package dev.shortener.analytics.store;

import dev.shortener.analytics.config.DatabaseConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.spi.ConnectionFactory;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens dedicated connections to one database. Confined to the context that created it.
 *
 * <p>An attempt has 8 seconds, or what the configuration says. One that takes longer is given up, and closed should it
 * still succeed; until then its socket cannot be closed from here, so at most four such attempts may hang at a time, and
 * further ones fail at once.
 */
final class PgConnector {

    private static final Logger LOG = LoggerFactory.getLogger(PgConnector.class);

    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(8);
    private static final int MAX_UNANSWERED = 4;

    private final Context context;
    private final Duration answerTimeout;
    private final Duration attemptTimeout;
    private final PgConnectOptions options;
    private final ConnectionFactory<PgConnectOptions> factory;
    private int unanswered;

    /**
     * @param database where to connect
     * @param answerTimeout longest time without an answer while statements are under way
     * @throws IllegalArgumentException if the configuration's TLS settings contradict each other
     */
    PgConnector(Vertx vertx, DatabaseConfig database, Duration answerTimeout) {
        this.context = vertx.getOrCreateContext();
        this.answerTimeout = answerTimeout;
        this.attemptTimeout = Objects.requireNonNullElse(database.connectTimeout(), ATTEMPT_TIMEOUT);
        this.options = ConnectOptions.of(database, answerTimeout);
        this.factory = PgDriver.INSTANCE.createConnectionFactory(vertx, ConnectOptions.transport());
    }

    /** A new connection, or the reason why there is none. */
    Future<PgSession> connect() {
        if (unanswered >= MAX_UNANSWERED) {
            return Future.failedFuture(new ConnectException(unanswered + " attempts to connect are still unanswered"));
        }
        unanswered++;
        Future<SqlConnection> attempt = factory.connect(context, options)
                .onComplete(answer -> unanswered--)
                .onSuccess(PgConnector::lookAfter);
        Future<SqlConnection> inTime = attempt.timeout(attemptTimeout.toMillis(), TimeUnit.MILLISECONDS);
        attempt.onSuccess(connection -> {
            if (inTime.failed()) {
                Severance.sever(connection);
            }
        });
        return inTime.map(connection -> new PgSession(context.owner(), PgConnection.cast(connection), answerTimeout));
    }

    private static void lookAfter(SqlConnection connection) {
        connection.exceptionHandler(trouble -> LOG.info("connection to the database failed: {}", trouble.toString()));
        KeepAlive.on(connection);
    }

    /** Releases what is shared by the connections. Those still open are closed. */
    Future<Void> close() {
        return Future.future(factory::close);
    }
}
