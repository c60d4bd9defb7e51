package dev.shortener.analytics.store;

import dev.shortener.analytics.config.DatabaseConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Works in the database, rests, and works again, over a connection of its own. Confined to the context of its timer, but for {@link #start}
 * and {@link #stop}. What cannot be done now is done the next time.
 */
final class RestingJob {

    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(5);
    private static final int REST_FOR_WORK = 9;

    /** What is to be done. */
    interface Duty {

        /**
         * @param began when this time began, as of {@link System#nanoTime}
         */
        Future<?> work(PgSession connected, long began);

        /**
         * @param work how long it took
         * @param failed whether it could not be done
         */
        Duration restAfter(Duration work, boolean failed);

        /** It could not be done, for another cause than the last time. */
        void isLate(String cause);
    }

    private final Vertx vertx;
    private final DatabaseConfig database;
    private final Duty duty;
    private @Nullable StandingSession session;
    private @Nullable String inTheWay;
    private long timer = -1;
    private volatile boolean stopped;

    RestingJob(Vertx vertx, DatabaseConfig database, Duty duty) {
        this.vertx = vertx;
        this.database = database;
        this.duty = duty;
    }

    /** Works from now on, after a first rest. */
    void start(Duration firstRest) {
        vertx.runOnContext(now -> {
            session = new StandingSession(vertx, database, ANSWER_TIMEOUT, failure -> {});
            rest(firstRest);
        });
    }

    /** Works no more. */
    Future<Void> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        StandingSession open = session;
        return open == null ? Future.succeededFuture() : open.close();
    }

    /** Nine times as long as the work, so that it takes a tenth of one core at most. */
    static Duration restFor(Duration work, Duration shortest) {
        Duration rest = work.multipliedBy(REST_FOR_WORK);
        return rest.compareTo(shortest) < 0 ? shortest : rest;
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
                .compose(connected -> duty.work(connected, began))
                .onFailure(failure -> later(failure.toString()))
                .onSuccess(moved -> later(null))
                .onComplete(done -> rest(duty.restAfter(Duration.ofNanos(System.nanoTime() - began), done.failed())));
    }

    private void later(@Nullable String cause) {
        if (cause != null && !cause.equals(inTheWay)) {
            duty.isLate(cause);
        }
        inTheWay = cause;
    }
}
