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
 * Has the database forget the salts of visitors in time, says whether visitors are counted, and moves what batches added into the sketches.
 * Confined to the context of its timer, but for {@link #start} and {@link #stop}.
 *
 * <p>Any number of nodes may do so at once: the database lets one of them work. No writer waits for it. Where visitors are not counted, it
 * looks once a minute whether there is a salt or a change left over. What it cannot do now, it does the next time.
 */
public final class VisitorsRollUp {

    private static final Logger LOG = LoggerFactory.getLogger(VisitorsRollUp.class);

    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration WHILE_COUNTING = Duration.ofSeconds(5);
    private static final Duration OTHERWISE = Duration.ofMinutes(1);
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final int REST_FOR_WORK = 9;

    /** One for each batch: of at most a thousand marks in general. */
    private static final int CHANGES = 1_000;

    private static final String ROLL_UP = "SELECT roll_up_click_visitors($1, $2) AS moved";

    private final Vertx vertx;
    private final DatabaseConfig database;
    private final boolean isCounting;
    private @Nullable StandingSession session;
    private @Nullable String inTheWay;
    private long timer = -1;
    private volatile boolean stopped;

    /**
     * @param database with the clicks; its role needs no right on the sketches
     * @param isCounting whether visitors are counted here
     */
    public VisitorsRollUp(Vertx vertx, DatabaseConfig database, boolean isCounting) {
        this.vertx = vertx;
        this.database = database;
        this.isCounting = isCounting;
    }

    /** Works from now on. */
    public void start() {
        vertx.runOnContext(now -> {
            session = new StandingSession(vertx, database, ANSWER_TIMEOUT, failure -> {});
            rest(AT_ONCE);
        });
    }

    /** Works no more. */
    public Future<Void> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        StandingSession open = session;
        return open == null ? Future.succeededFuture() : open.close();
    }

    private void rest(Duration time) {
        if (!stopped) {
            timer = vertx.setTimer(time.toMillis(), over -> work());
        }
    }

    private void work() {
        StandingSession open = session;
        if (open == null) {
            return;
        }
        long began = System.nanoTime();
        open.get()
                .compose(connected -> rollUp(connected, isCounting, CHANGES))
                .onFailure(failure -> later(failure.toString()))
                .onSuccess(moved -> later(null))
                .onComplete(done -> rest(restAfter(Duration.ofNanos(System.nanoTime() - began))));
    }

    /** Says once what is in the way, if it matters here. */
    private void later(@Nullable String cause) {
        if (isCounting && cause != null && !cause.equals(inTheWay)) {
            LOG.info("visitors are counted later cause=\"{}\"", cause);
        }
        inTheWay = cause;
    }

    private Duration restAfter(Duration work) {
        Duration shortest = isCounting ? WHILE_COUNTING : OTHERWISE;
        Duration rest = work.multipliedBy(REST_FOR_WORK);
        return rest.compareTo(shortest) < 0 ? shortest : rest;
    }

    /**
     * @param isCounting whether visitors are counted
     * @param most changes to move, and days
     * @return how many were moved; 0 also if another node is at it
     */
    static Future<Long> rollUp(PgSession connected, boolean isCounting, int most) {
        return connected.execute(ROLL_UP, Tuple.of(isCounting, most)).map(rows -> {
            Long moved = rows.iterator().next().getLong("moved");
            return moved == null ? 0L : moved;
        });
    }
}
