package dev.shortener.analytics.store;

import dev.shortener.analytics.config.DatabaseConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The salts of days, which the database makes and forgets, by its own clock. Thread-safe; one for all workers of a process.
 *
 * <p>A salt is asked for once, over a connection that is closed again, and used here for as long as the database says. That a day has none
 * is remembered for a minute. At most a handful of days are remembered: one that is far from now by this machine's clock is not asked for.
 */
public final class VisitorSalts {

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ABSENCE = Duration.ofMinutes(1);

    /** Days that the clocks of this machine and of the database may be apart, and the two that a salt is kept. */
    private static final int NEAR = 3;

    private static final String ASK = "SELECT salt, usable_for FROM click_visitor_salt($1)";
    private static final String UNDEFINED_FUNCTION = "42883";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final Vertx vertx;
    private final DatabaseConfig database;
    private final InstantSource clock;
    private final Context context;
    private final Map<LocalDate, Known> known = new ConcurrentHashMap<>();
    private Future<Void> last = Future.succeededFuture();

    /**
     * What is known of a day.
     *
     * @param salt null if it has none
     * @param until by {@link System#nanoTime}
     */
    @SuppressWarnings("ArrayRecordComponent") // is only handed on
    private record Known(byte @Nullable [] salt, long until) {

        boolean isFresh() {
            return until - System.nanoTime() > 0;
        }
    }

    /**
     * @param database whose role may ask for salts
     * @param clock says which days are near
     */
    public VisitorSalts(Vertx vertx, DatabaseConfig database, InstantSource clock) {
        this.vertx = vertx;
        this.database = database;
        this.clock = clock;
        this.context = vertx.getOrCreateContext();
    }

    /**
     * The salts of those of these days that have one now. Fails if the database cannot be asked, with {@link UnusableDatabaseException} if
     * only a person can mend that; completes on the context of the caller.
     *
     * @param days in UTC
     */
    public Future<Map<LocalDate, byte[]>> of(Set<LocalDate> days) {
        Map<LocalDate, byte[]> salts = new HashMap<>();
        return find(days, salts) ? Future.succeededFuture(salts) : onContext(days);
    }

    /** @return whether all of them are known */
    private boolean find(Collection<LocalDate> days, Map<LocalDate, byte[]> salts) {
        for (LocalDate day : days) {
            Known found = known.get(day);
            if (found == null || !found.isFresh()) {
                if (isNear(day)) {
                    return false;
                }
            } else if (found.salt() != null) {
                salts.put(day, found.salt());
            }
        }
        return true;
    }

    private boolean isNear(LocalDate day) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return Math.abs(ChronoUnit.DAYS.between(today, day)) <= NEAR;
    }

    /** One after the other: what the first one asks for, the others find. */
    private Future<Map<LocalDate, byte[]>> onContext(Set<LocalDate> days) {
        Promise<Map<LocalDate, byte[]>> found = Promise.promise();
        Context caller = vertx.getOrCreateContext();
        context.runOnContext(now -> {
            last = last.transform(done -> ask(days));
            last.map(asked -> {
                        Map<LocalDate, byte[]> salts = new HashMap<>();
                        find(days, salts);
                        return salts;
                    })
                    .onComplete(answer -> caller.runOnContext(back -> found.handle(answer)));
        });
        return found.future();
    }

    private Future<Void> ask(Set<LocalDate> days) {
        forget();
        if (find(days, new HashMap<>())) {
            return Future.succeededFuture();
        }
        PgConnector connector = new PgConnector(vertx, database, ANSWER_TIMEOUT);
        return connector
                .connect()
                .compose(session -> ask(session, days).eventually(session::close))
                .recover(cause -> Future.failedFuture(explained(cause)))
                .eventually(connector::close);
    }

    private Future<Void> ask(PgSession session, Set<LocalDate> days) {
        Future<Void> asked = Future.succeededFuture();
        for (LocalDate day : days) {
            if (!known.containsKey(day) && isNear(day)) {
                long at = System.nanoTime();
                asked = asked.compose(before -> session.execute(ASK, Tuple.of(day)))
                        .onSuccess(answer -> keep(day, known(answer, at)))
                        .mapEmpty();
            }
        }
        return asked;
    }

    /** Until its time is up, and no longer, also where nobody asks for another one then. */
    private void keep(LocalDate day, Known found) {
        known.put(day, found);
        long left = Duration.ofNanos(found.until() - System.nanoTime()).toMillis();
        vertx.setTimer(Math.max(1, left + 1), over -> forget());
    }

    private void forget() {
        known.values().removeIf(old -> !old.isFresh());
    }

    /** @param at before it was asked: it may have waited */
    private static Known known(RowSet<Row> answer, long at) {
        if (answer.size() == 0) {
            return new Known(null, System.nanoTime() + ABSENCE.toNanos());
        }
        Row row = answer.iterator().next();
        double seconds = row.getDouble("usable_for");
        return new Known(row.getBuffer("salt").getBytes(), at + (long) (seconds * 1e9));
    }

    private Throwable explained(Throwable cause) {
        DatabaseFailure failure = DatabaseFailure.ofStatement(cause);
        String state = cause instanceof PgException error ? error.getSqlState() : null;
        if (UNDEFINED_FUNCTION.equals(state)) {
            return new UnusableDatabaseException(
                    "Privacy.Visitors is on, and there is no place for visitors in this database yet: run the command migrate",
                    cause);
        }
        if (INSUFFICIENT_PRIVILEGE.equals(state)) {
            return new UnusableDatabaseException(
                    "Privacy.Visitors is on, and role " + database.user() + " may not count visitors: "
                            + DatabaseFacts.visitorGrants(database.user()),
                    cause);
        }
        return failure.asException(database);
    }
}
