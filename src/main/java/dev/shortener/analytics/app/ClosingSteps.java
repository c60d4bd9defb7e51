package dev.shortener.analytics.app;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes one thing after another, whether or not the one before could be, and says which one took too long. For the thread that
 * makes it; the steps run wherever the ones before them complete.
 */
final class ClosingSteps {

    private static final Logger LOG = LoggerFactory.getLogger(ClosingSteps.class);

    private Future<?> last = Future.succeededFuture();
    private volatile String current = "nothing";

    /**
     * @param what is closed, for the log
     */
    ClosingSteps then(String what, Supplier<Future<?>> close) {
        last = last.transform(before -> {
            current = what;
            return close.get().mapEmpty();
        });
        return this;
    }

    /** Completes, and never fails, when all is closed or this time is over: then what is not closed stays so. */
    Future<Void> within(Duration time) {
        return last.timeout(time.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(failure -> LOG.warn(
                        "not everything could be closed in time at=\"{}\" cause={}", current, failure.toString()))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }
}
