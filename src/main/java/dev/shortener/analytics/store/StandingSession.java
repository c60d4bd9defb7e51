package dev.shortener.analytics.store;

import dev.shortener.analytics.config.DatabaseConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection of whoever works with the database all the time. Confined to the context that created it.
 *
 * <p>It is opened for whoever asks first and, once lost, for whoever asks next; those who ask meanwhile wait for the same attempt.
 */
final class StandingSession {

    private static final Logger LOG = LoggerFactory.getLogger(StandingSession.class);

    private final DatabaseConfig database;
    private final PgConnector connector;
    private final Consumer<DatabaseFailure> failures;
    private @Nullable Future<PgSession> session;

    /**
     * @param vertx whose current context this is confined to
     * @param database where to connect
     * @param statementTimeout longest time without an answer before the connection is closed
     * @param failures told of each attempt that fails
     * @throws IllegalArgumentException if the TLS settings of {@code database} contradict each other
     */
    StandingSession(
            Vertx vertx, DatabaseConfig database, Duration statementTimeout, Consumer<DatabaseFailure> failures) {
        this.database = database;
        this.connector = new PgConnector(vertx, database, statementTimeout);
        this.failures = failures;
    }

    /** An open connection; fails with {@link UnusableDatabaseException} if only a person can mend what keeps it from being one. */
    Future<PgSession> get() {
        Future<PgSession> current = session;
        if (current == null
                || current.failed()
                || (current.succeeded() && !current.result().usable())) {
            current = connect();
            session = current;
        }
        return current;
    }

    /** Closes with nothing under way. */
    Future<Void> close() {
        Future<PgSession> last = session;
        Future<Void> closed = last == null || last.failed() ? Future.succeededFuture() : last.compose(PgSession::close);
        return closed.eventually(connector::close);
    }

    private Future<PgSession> connect() {
        return connector
                .connect()
                .onSuccess(open -> LOG.info("connected database={} backend={}", database.database(), open.processId()))
                .recover(cause -> {
                    DatabaseFailure failure = DatabaseFailure.ofConnect(cause);
                    failures.accept(failure);
                    return Future.failedFuture(failure.asException(database));
                });
    }
}
