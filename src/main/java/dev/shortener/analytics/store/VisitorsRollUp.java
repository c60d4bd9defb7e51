package dev.shortener.analytics.store;

import dev.shortener.analytics.config.DatabaseConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
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

    private static final Duration WHILE_COUNTING = Duration.ofSeconds(5);
    private static final Duration OTHERWISE = Duration.ofMinutes(1);
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    /** One for each batch: of at most a thousand marks in general. */
    private static final int CHANGES = 1_000;

    private static final String ROLL_UP = "SELECT roll_up_click_visitors($1, $2) AS moved";

    private final RestingJob job;
    private final boolean isCounting;

    /**
     * @param database with the clicks; its role needs no right on the sketches
     * @param isCounting whether visitors are counted here
     */
    public VisitorsRollUp(Vertx vertx, DatabaseConfig database, boolean isCounting) {
        this.job = new RestingJob(vertx, database, new Duty());
        this.isCounting = isCounting;
    }

    /** Works from now on. */
    public void start() {
        job.start(AT_ONCE);
    }

    /** Works no more. */
    public Future<Void> stop() {
        return job.stop();
    }

    private final class Duty implements RestingJob.Duty {

        @Override
        public Future<?> work(PgSession connected, long began) {
            return rollUp(connected, isCounting, CHANGES);
        }

        @Override
        public Duration restAfter(Duration work, boolean failed) {
            return RestingJob.restFor(work, isCounting ? WHILE_COUNTING : OTHERWISE);
        }

        /** Said where it matters. */
        @Override
        public void isLate(String cause) {
            if (isCounting) {
                LOG.info("visitors are counted later cause=\"{}\"", cause);
            }
        }
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
