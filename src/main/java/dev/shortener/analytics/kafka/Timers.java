package dev.shortener.analytics.kafka;

import io.vertx.core.Vertx;
import java.time.Duration;

/** Runs something later, on the context of whoever asks. */
interface Timers {

    /**
     * @param delay at least a millisecond is waited
     * @return cancels it; does nothing afterwards
     */
    Runnable after(Duration delay, Runnable task);

    /** Those of Vert.x. */
    static Timers of(Vertx vertx) {
        return (delay, task) -> {
            long timer = vertx.setTimer(Math.max(1, delay.toMillis()), due -> task.run());
            return () -> vertx.cancelTimer(timer);
        };
    }
}
