package dev.shortener.analytics.store;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One connection and what is under way on it. Confined to the context that opened it.
 *
 * <p>Statements are pipelined: sent without waiting for the ones before, run by the server in order, each its own transaction. The
 * deadline is therefore that of the statement at the head: if the server answers nothing for that long, the connection is closed
 * and everything under way on it fails, done or not. Waiting behind others counts against nobody.
 */
final class PgSession {

    private static final Duration GOODBYE_TIMEOUT = Duration.ofSeconds(1);
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final PgConnection connection;
    private final Duration answerTimeout;
    private int underWay;
    private long deadline = NO_TIMER;
    private boolean usable = true;
    private boolean overdue;

    PgSession(Vertx vertx, PgConnection connection, Duration answerTimeout) {
        this.vertx = vertx;
        this.connection = connection;
        this.answerTimeout = answerTimeout;
        connection.closeHandler(closed -> usable = false);
    }

    /** Whether further statements may be sent. */
    boolean usable() {
        return usable;
    }

    /** The server's process behind this connection. */
    int processId() {
        return connection.processId();
    }

    /** What the connection runs over. */
    Channel socket() {
        return PgSocket.of(connection);
    }

    /** Sends a statement behind those under way. */
    Future<RowSet<Row>> execute(String sql, Tuple parameters) {
        underWay++;
        if (underWay == 1) {
            startDeadline();
        }
        return connection
                .preparedQuery(sql)
                .execute(parameters)
                .onComplete(answer -> settled())
                .recover(failure -> Future.failedFuture(overdue ? unanswered(failure) : failure));
    }

    /** Takes no further statements, and closes once what is under way has been answered. */
    void retire() {
        usable = false;
        if (underWay == 0) {
            close();
        }
    }

    /** Closes with nothing under way: politely, or by force if the server does not take its leave. */
    Future<Void> close() {
        usable = false;
        return connection
                .close()
                .timeout(GOODBYE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(impolite -> Severance.sever(connection))
                .otherwiseEmpty();
    }

    private void settled() {
        underWay--;
        vertx.cancelTimer(deadline);
        deadline = NO_TIMER;
        if (underWay > 0) {
            startDeadline();
        } else if (!usable) {
            close();
        }
    }

    private void startDeadline() {
        deadline = vertx.setTimer(answerTimeout.toMillis(), late -> giveUp());
    }

    private void giveUp() {
        usable = false;
        overdue = true;
        Severance.sever(connection);
    }

    private TimeoutException unanswered(Throwable failure) {
        TimeoutException timeout = new TimeoutException(
                "the database has answered nothing for " + answerTimeout.toMillis() + " ms; its connection was closed");
        timeout.initCause(failure);
        return timeout;
    }
}
