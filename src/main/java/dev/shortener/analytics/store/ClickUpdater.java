package dev.shortener.analytics.store;

import dev.shortener.analytics.config.DatabaseConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings the derived columns of rows that are there up to date, or only says what would be changed. Confined to the context that created
 * it.
 *
 * <p>Rows are found by their ids; none is added, and one that does not differ is not touched. A failed future means that the world is
 * broken and rows may or may not have been changed: doing it again changes what is left. It carries an {@link
 * UnusableDatabaseException} if only a person can mend it.
 */
public final class ClickUpdater {

    /** What an update writes, as GRANT names it. */
    private static final String WRITTEN = String.join(", ", DerivedColumns.NAMES) + ", rules_version";

    private static final UpdateResult REFUSED = new UpdateResult(1, 0, 1, List.of());

    private static final String DESCRIBE_RIGHTS =
            """
            SELECT current_user::text AS role,
                   to_regclass('clicks') IS NOT NULL AS table_exists,
                   current_setting('transaction_read_only') = 'on' AS read_only,
                   COALESCE(has_table_privilege(to_regclass('clicks')::oid, 'SELECT'), false) AS may_select,
                   COALESCE((SELECT bool_and(has_column_privilege(attrelid, attnum, 'UPDATE')) FROM pg_attribute
                             WHERE attrelid = to_regclass('clicks') AND attname = ANY (string_to_array($1::text, ', '))),
                            false) AS may_update
            """;

    private final DatabaseConfig database;
    private final StandingSession session;
    private final boolean countOnly;
    private final RulesVersionIds versions = new RulesVersionIds();

    /**
     * @param vertx whose current context this is confined to
     * @param database where the rows are
     * @param statementTimeout longest time without an answer before the connection is closed and what is under way fails
     * @param countOnly whether nothing is changed; then a right to look is enough
     * @throws IllegalArgumentException if the TLS settings of {@code database} contradict each other
     */
    public ClickUpdater(Vertx vertx, DatabaseConfig database, Duration statementTimeout, boolean countOnly) {
        this.database = database;
        this.session = new StandingSession(vertx, database, statementTimeout, failure -> {});
        this.countOnly = countOnly;
    }

    /** Completes if the role may do what is to be done; fails with an {@link UnusableDatabaseException} that names the missing right. */
    public Future<Void> requireRights() {
        return session.get()
                .compose(open -> open.execute(DESCRIBE_RIGHTS, Tuple.of(WRITTEN)))
                .compose(rows -> {
                    String fault = fault(rows.iterator().next());
                    return fault == null
                            ? Future.<Void>succeededFuture()
                            : Future.failedFuture(new UnusableDatabaseException(fault));
                });
    }

    private @Nullable String fault(Row rights) {
        String role = rights.getString("role");
        if (!rights.getBoolean("table_exists")) {
            return "there is no table clicks in search_path: run the command migrate";
        }
        if (!rights.getBoolean("may_select")) {
            return "role " + role + " may not look at clicks: GRANT SELECT ON clicks TO " + role;
        }
        if (countOnly) {
            return null;
        }
        if (!rights.getBoolean("may_update")) {
            return mayNotUpdate(role);
        }
        return rights.getBoolean("read_only") ? "the server takes no writes at present: a standby, or read-only" : null;
    }

    private static String mayNotUpdate(String role) {
        return "role " + role + " may not change rows: GRANT UPDATE (" + WRITTEN + ") ON clicks TO " + role
                + ", or name the owner of the table in DataSource";
    }

    /**
     * Updates all rows in one statement, or, where the database refuses one for its content, all but those.
     *
     * @param rows 1 to 5,000, no two with the same id
     * @param located whether a country database was asked; if not, country, region and city are left as they are
     */
    public Future<UpdateResult> update(List<ClickRow> rows, boolean located) {
        return session.get().compose(open -> execute(open, rows, located).recover(cause -> {
            DatabaseFailure failure = DatabaseFailure.ofStatement(cause);
            return failed(open, rows, located, failure);
        }));
    }

    private Future<UpdateResult> execute(PgSession open, List<ClickRow> rows, boolean located) {
        if (countOnly) {
            return open.execute(ClickUpdate.COUNT_WHERE_DIFFERENT, ClickUpdate.parameters(rows, Map.of(), located))
                    .map(ClickUpdate::result);
        }
        return versions.of(open, rows)
                .compose(known ->
                        open.execute(ClickUpdate.UPDATE_WHERE_DIFFERENT, ClickUpdate.parameters(rows, known, located)))
                .map(ClickUpdate::result);
    }

    private Future<UpdateResult> failed(PgSession open, List<ClickRow> rows, boolean located, DatabaseFailure failure) {
        if (!failure.connectionSurvives()) {
            open.retire();
        }
        return switch (failure.kind()) {
            case BROKEN -> Future.failedFuture(failure.cause());
            case UNUSABLE -> Future.failedFuture(unusable(failure));
            case REFUSED -> rows.size() > 1 ? halve(rows, located) : Future.succeededFuture(REFUSED);
        };
    }

    private Throwable unusable(DatabaseFailure failure) {
        return "42501".equals(failure.sqlState())
                ? new UnusableDatabaseException(mayNotUpdate(database.user()))
                : failure.asException(database);
    }

    private Future<UpdateResult> halve(List<ClickRow> rows, boolean located) {
        int middle = rows.size() / 2;
        return update(rows.subList(0, middle), located)
                .compose(lower ->
                        update(rows.subList(middle, rows.size()), located).map(lower::plus));
    }

    /** Closes the connection, with nothing under way. */
    public Future<Void> close() {
        return session.close();
    }
}
