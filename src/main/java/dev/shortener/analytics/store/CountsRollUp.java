package dev.shortener.analytics.store;

import dev.shortener.analytics.config.DatabaseConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves what has been noted of changed clicks into the counts, from time to time. Confined to the context of its timer, but for {@link
 * #start} and {@link #stop}.
 *
 * <p>Any number of nodes may do so at once: the database lets one of them work. No writer waits for it. It rests nine times as long as it
 * worked, so that it takes a tenth of one core at most, whatever comes in; what piles up is then moved in larger heaps, which take less
 * time a click. What it cannot do now, it does the next time.
 */
public final class CountsRollUp {

    private static final Logger LOG = LoggerFactory.getLogger(CountsRollUp.class);

    private static final Duration SHORTEST_REST = Duration.ofSeconds(1);
    private static final Duration REST_AFTER_FAILURE = Duration.ofSeconds(10);

    /** At first; a change may be one click or a thousand, so that how many are moved at once follows from how long it takes. */
    private static final int CHANGES = 1_000;

    private static final int FEWEST_CHANGES = 100;
    private static final int MOST_CHANGES = 100_000;
    private static final Duration SHORT_WORK = Duration.ofMillis(500);
    private static final Duration LONG_WORK = Duration.ofSeconds(3);

    /** Whose counts are spread over so many rows that reading them takes time. */
    private static final int MANY_ROWS = 16;

    private static final Duration SETTLE_MANY = Duration.ofSeconds(15);
    private static final Duration SETTLE_ALL = Duration.ofMinutes(5);

    private static final String ROLL_UP = "SELECT roll_up_clicks($1) AS moved";
    private static final String SETTLE = "SELECT settle_click_counts($1) AS moved";

    private final RestingJob job;
    private int changes = CHANGES;
    private long manySettledAt = System.nanoTime();
    private long allSettledAt = System.nanoTime();

    /**
     * @param database with the clicks; its role needs no right on the counts but to look
     */
    public CountsRollUp(Vertx vertx, DatabaseConfig database) {
        this.job = new RestingJob(vertx, database, new Duty());
    }

    /** Works from now on. */
    public void start() {
        job.start(SHORTEST_REST);
    }

    /** Works no more. */
    public Future<Void> stop() {
        return job.stop();
    }

    private final class Duty implements RestingJob.Duty {

        @Override
        public Future<?> work(PgSession connected, long began) {
            return rollUp(connected, changes)
                    .onSuccess(moved ->
                            changes = changesAfter(moved, changes, Duration.ofNanos(System.nanoTime() - began)))
                    .compose(moved -> settleIfDue(connected));
        }

        @Override
        public Duration restAfter(Duration work, boolean failed) {
            return failed ? REST_AFTER_FAILURE : RestingJob.restFor(work, SHORTEST_REST);
        }

        @Override
        public void isLate(String cause) {
            LOG.info("clicks are counted later cause=\"{}\"", cause);
        }
    }

    /** How many changes are to be moved the next time: more if there were more and it took little time. */
    static int changesAfter(long moved, int most, Duration work) {
        if (work.compareTo(LONG_WORK) > 0) {
            return Math.max(FEWEST_CHANGES, most / 2);
        }
        return moved == most && work.compareTo(SHORT_WORK) < 0 ? Math.min(MOST_CHANGES, most * 2) : most;
    }

    private Future<Long> settleIfDue(PgSession connected) {
        long now = System.nanoTime();
        if (now - allSettledAt >= SETTLE_ALL.toNanos()) {
            allSettledAt = now;
            return settle(connected, 1);
        }
        if (now - manySettledAt >= SETTLE_MANY.toNanos()) {
            manySettledAt = now;
            return settle(connected, MANY_ROWS);
        }
        return Future.succeededFuture(0L);
    }

    /**
     * @param most changes to move
     * @return how many changes were moved; 0 also if another node is at it
     */
    static Future<Long> rollUp(PgSession connected, int most) {
        return moved(connected, ROLL_UP, most);
    }

    /**
     * @param minimumRows of a link, for it to be worth it
     * @return how many rows were moved; 0 also if another node is at it
     */
    static Future<Long> settle(PgSession connected, int minimumRows) {
        return moved(connected, SETTLE, minimumRows);
    }

    private static Future<Long> moved(PgSession connected, String sql, int parameter) {
        return connected.execute(sql, Tuple.of(parameter)).map(rows -> {
            Row row = rows.iterator().next();
            Long moved = row.getLong("moved");
            return moved == null ? 0L : moved;
        });
    }
}
