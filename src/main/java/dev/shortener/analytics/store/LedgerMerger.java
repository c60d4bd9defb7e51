package dev.shortener.analytics.store;

import dev.shortener.analytics.config.DatabaseConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges the ledger's rows, one for each batch, into ranges from time to time. Confined to the context of its timer, but for {@link
 * #start} and {@link #stop}.
 *
 * <p>Any number of nodes may do so at once: the database lets one of them work, and the others have nothing to do. No writer waits
 * for it, as writers only add. What it cannot do now, it does the next time; nothing depends on it but the size of the ledger.
 */
public final class LedgerMerger {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerMerger.class);

    /** Younger rows may be of batches that are not committed yet: an audit looks at them one by one. */
    private static final Duration MINIMUM_AGE = Duration.ofMinutes(1);

    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(2);

    private static final String MERGE = "SELECT merge_click_ledger(make_interval(secs => $1)) AS removed";

    private final Vertx vertx;
    private final DatabaseConfig database;
    private final Duration interval;
    private @Nullable PgConnector connector;
    private long timer = -1;
    private boolean atWork;

    /**
     * @param database whose ledger is merged
     * @param interval from one merge to the next
     */
    public LedgerMerger(Vertx vertx, DatabaseConfig database, Duration interval) {
        this.vertx = vertx;
        this.database = database;
        this.interval = interval;
    }

    /** Merges after each interval from now on. */
    public void start() {
        timer = vertx.setPeriodic(interval.toMillis(), now -> mergeUnlessAtWork());
    }

    /** Merges no more. */
    public Future<Void> stop() {
        vertx.cancelTimer(timer);
        PgConnector open = connector;
        return open == null ? Future.succeededFuture() : open.close();
    }

    private void mergeUnlessAtWork() {
        if (atWork) {
            return;
        }
        atWork = true;
        if (connector == null) {
            connector = new PgConnector(vertx, database, ANSWER_TIMEOUT);
        }
        merge(connector, MINIMUM_AGE)
                .onSuccess(removed -> LOG.debug("merged the ledger rows={}", removed))
                .onFailure(failure -> LOG.info("the ledger is merged later cause=\"{}\"", failure.toString()))
                .onComplete(done -> atWork = false);
    }

    /** @return how many rows fewer there are; 0 also if another node is at it */
    static Future<Long> merge(PgConnector connector, Duration minimumAge) {
        return connector
                .connect()
                .compose(session -> session.execute(MERGE, Tuple.of((double) minimumAge.toSeconds()))
                        .eventually(session::close))
                .map(rows -> rows.iterator().next().getLong("removed"));
    }
}
