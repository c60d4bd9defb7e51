package dev.shortener.analytics.app;

import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.store.ClickRow;
import dev.shortener.analytics.store.ClickUpdater;
import dev.shortener.analytics.store.UnusableDatabaseException;
import dev.shortener.analytics.store.UpdateResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link ClickUpdater} for those who may block, with a Vert.x of its own. For one thread.
 *
 * <p>Trouble with the database is waited out, for as long as it lasts and nobody wants to stop; the log hears of it once. Where the
 * connection is lost between the database's work and its answer, rows are changed and not counted.
 */
final class RowUpdates implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RowUpdates.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ClickUpdater updater;
    private final boolean located;

    /**
     * @param countOnly whether nothing is changed
     * @param stop completes when it is no longer wanted
     * @throws IllegalArgumentException if the TLS settings of the database contradict each other
     */
    RowUpdates(AppConfig config, boolean countOnly, Future<Void> stop) {
        stop.onComplete(wanted -> stopped.countDown());
        this.located = config.enrich().geoIpDbPath() != null;
        this.updater = await(() -> Future.succeededFuture(
                new ClickUpdater(vertx, config.database(), config.batch().statementTimeout(), countOnly)));
    }

    /**
     * @throws UnusableDatabaseException if the role may not do what is to be done, naming the right that it lacks
     */
    void requireRights() {
        try {
            await(updater::requireRights);
        } catch (UnusableDatabaseException unusable) {
            throw unusable;
        } catch (Exception unreachable) { // a future that is awaited throws what it failed with, checked or not
            throw new CommandFailedException("the database cannot be reached: " + unreachable.getMessage());
        }
    }

    /**
     * @param rows no two with the same id
     * @return what became of them; empty if it was to stop before that was known
     * @throws UnusableDatabaseException with what only a person can mend
     */
    Optional<UpdateResult> update(List<ClickRow> rows) {
        for (int attempt = 1; true; attempt++) {
            try {
                return Optional.of(await(() -> updater.update(rows, located)));
            } catch (UnusableDatabaseException unusable) {
                throw unusable;
            } catch (Exception broken) { // a future that is awaited throws what it failed with, checked or not
                if (attempt == 1) {
                    LOG.warn("waiting for the database cause=\"{}\"", broken.toString());
                }
                if (isStoppedMeanwhile()) {
                    return Optional.empty();
                }
            }
        }
    }

    private boolean isStoppedMeanwhile() {
        try {
            return stopped.await(RETRY_AFTER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** The updater is confined to its context, and this thread is another one. */
    private <T> T await(Supplier<Future<T>> call) {
        Promise<T> answer = Promise.promise();
        context.runOnContext(now -> {
            try {
                call.get().onComplete(answer);
            } catch (RuntimeException failed) {
                answer.fail(failed);
            }
        });
        return answer.future().await();
    }

    @Override
    public void close() {
        await(() -> updater.close().otherwiseEmpty());
        vertx.close().await();
    }
}
