package dev.shortener.analytics.app;

import dev.shortener.analytics.enrich.CountryLookup;
import dev.shortener.analytics.enrich.DatabaseChange;
import dev.shortener.analytics.enrich.GeoDatabase;
import dev.shortener.analytics.enrich.ReplaceableCountries;
import dev.shortener.analytics.metrics.CountryDatabaseMetrics;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the file of the country database from time to time, and says in log and metrics what became of it. Thread-safe. The looks
 * are taken on worker threads, one at a time; no look-up waits for one.
 */
final class CountryWatch {

    /** A file is used when it has been the same for three looks: two or three seconds after it is whole. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(CountryWatch.class);

    private final Vertx vertx;
    private final CountryDatabaseMetrics metrics;
    private final InstantSource clock;
    private final Duration interval;
    private final AtomicBoolean atWork = new AtomicBoolean();
    private volatile @Nullable ReplaceableCountries watched;
    private volatile @Nullable GeoDatabase warnedOf;
    private volatile long timer = -1;

    /**
     * @param clock says how old a database is
     * @param interval from one look to the next
     */
    CountryWatch(Vertx vertx, CountryDatabaseMetrics metrics, InstantSource clock, Duration interval) {
        this.vertx = vertx;
        this.metrics = metrics;
        this.clock = clock;
        this.interval = interval;
    }

    /**
     * The look-up that follows the file. Blocks. A file that is configured and missing is warned about, and countries are not looked up
     * until it is there: the clicks themselves are worth more.
     *
     * @param path null if none is configured
     * @throws IOException if the file is there and is no country database
     */
    CountryLookup open(@Nullable Path path) throws IOException {
        if (path == null) {
            return CountryLookup.none();
        }
        ReplaceableCountries countries = ReplaceableCountries.open(path);
        watched = countries;
        countries
                .database()
                .ifPresentOrElse(
                        this::inUse,
                        () -> LOG.warn(
                                "key=GeoIPDbPath path={} file is missing: country_code stays empty until it is there",
                                path));
        return countries;
    }

    /** What answers now; empty without a database. */
    Optional<GeoDatabase> database() {
        ReplaceableCountries countries = watched;
        return countries == null ? Optional.empty() : countries.database();
    }

    /** Looks from now on, if there is something to look at. */
    void start() {
        if (watched != null) {
            timer = vertx.setPeriodic(interval.toMillis(), now -> lookUnlessAtWork());
        }
    }

    /** Looks no more. */
    void stop() {
        vertx.cancelTimer(timer);
    }

    private void lookUnlessAtWork() {
        ReplaceableCountries countries = watched;
        if (countries == null || !atWork.compareAndSet(false, true)) {
            return;
        }
        vertx.executeBlocking(countries::look, false)
                .onSuccess(change -> report(change, countries))
                // Not for want of a database, but of memory, perhaps.
                .onFailure(failure -> refused(failure.toString(), countries))
                .onComplete(done -> atWork.set(false));
    }

    private void report(DatabaseChange change, ReplaceableCountries countries) {
        if (change instanceof DatabaseChange.Replaced replaced) {
            metrics.reloaded();
            inUse(replaced.database());
        } else if (change instanceof DatabaseChange.Refused refused) {
            refused(refused.reason(), countries);
        } else if (change instanceof DatabaseChange.Gone) {
            LOG.warn("country database is gone, the one read before stays in use in_use=\"{}\"", inUse(countries));
        } else {
            countries.database().ifPresent(this::warnIfOld);
        }
    }

    private void refused(String reason, ReplaceableCountries countries) {
        metrics.refused();
        LOG.warn("country database refused reason=\"{}\" in_use=\"{}\"", reason, inUse(countries));
    }

    private static String inUse(ReplaceableCountries countries) {
        return countries.database().map(GeoDatabase::version).orElse("none");
    }

    private void inUse(GeoDatabase database) {
        metrics.inUse(database.builtAt());
        LOG.info(
                "country database in use path={} type=\"{}\" built={} age_days={}",
                database.path(),
                database.type(),
                database.builtAt(),
                database.age(clock.instant()).toDays());
        warnIfOld(database);
    }

    /** Once of each; also of one that grows old while the service runs. */
    private void warnIfOld(GeoDatabase database) {
        Instant now = clock.instant();
        if (!database.isOld(now) || database.equals(warnedOf)) {
            return;
        }
        warnedOf = database;
        LOG.warn(
                "country database is older than {} days, replace the file: no restart is needed path={} built={} age_days={}",
                GeoDatabase.MAX_AGE.toDays(),
                database.path(),
                database.builtAt(),
                database.age(now).toDays());
    }
}
