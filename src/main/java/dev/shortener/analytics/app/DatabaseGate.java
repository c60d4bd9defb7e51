package dev.shortener.analytics.app;

import dev.shortener.analytics.config.DatabaseConfig;
import dev.shortener.analytics.store.DatabaseFacts;
import dev.shortener.analytics.store.DatabaseProbe;
import dev.shortener.analytics.store.UnusableDatabaseException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the pipeline start only on a database that it can write to. Stateless. */
final class DatabaseGate {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseGate.class);
    private static final long RETRY_MILLIS = TimeUnit.SECONDS.toMillis(1);

    private DatabaseGate() {}

    /**
     * Completes when the database is there and fit; warns of what weakens a promise. One that cannot be reached is waited for.
     *
     * @param countsVisitors whether it must be fit for visitors too
     * @return fails with {@link UnusableDatabaseException} if only a person can mend it
     */
    static Future<Void> open(Vertx vertx, DatabaseConfig database, boolean countsVisitors) {
        return look(vertx, database, 1).compose(facts -> judge(facts, countsVisitors));
    }

    private static Future<DatabaseFacts> look(Vertx vertx, DatabaseConfig database, int attempt) {
        return new DatabaseProbe(vertx, database).look().recover(failure -> {
            if (failure instanceof UnusableDatabaseException) {
                return Future.failedFuture(failure);
            }
            if (attempt == 1) {
                LOG.warn(
                        "waiting for the database host={} port={} cause=\"{}\"",
                        database.host(),
                        database.port(),
                        failure.toString());
            }
            return vertx.timer(RETRY_MILLIS).compose(now -> look(vertx, database, attempt + 1));
        });
    }

    private static Future<Void> judge(DatabaseFacts facts, boolean countsVisitors) {
        facts.warnings().forEach(warning -> LOG.warn("{}", warning));
        List<String> faults = new ArrayList<>(facts.faults());
        if (countsVisitors) {
            faults.addAll(facts.visitorFaults());
        }
        return faults.isEmpty()
                ? Future.succeededFuture()
                : Future.failedFuture(new UnusableDatabaseException(String.join("; ", faults)));
    }
}
