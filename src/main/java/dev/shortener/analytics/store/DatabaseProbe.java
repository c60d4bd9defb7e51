package dev.shortener.analytics.store;

import dev.shortener.analytics.config.DatabaseConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Looks at a database without changing it, over a connection of its own. Confined to the context that created it. */
public final class DatabaseProbe {

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

    private static final String[] WRITTEN_COLUMNS = {
        "id",
        "short_code",
        "clicked_at",
        "country_code",
        "device_type",
        "traffic_source",
        "traffic_channel",
        "browser",
        "os",
        "region",
        "city",
        "rules_version"
    };

    /** An index on more than the id serves as well if the rest is a function of it: its time and the short code are. */
    private static final String DESCRIBE_DATABASE_AND_TABLE =
            """
            WITH clicks AS (SELECT to_regclass('clicks')::oid AS oid),
            ledger AS (SELECT to_regclass('click_ledger') AS entries, to_regclass('click_rejections') AS rejections),
            present AS (
                SELECT attnum, attname::text AS name FROM pg_attribute JOIN clicks ON attrelid = oid
                WHERE attnum > 0 AND NOT attisdropped)
            SELECT current_setting('server_version') AS server_version,
                   current_user::text AS role,
                   current_setting('synchronous_commit') AS synchronous_commit,
                   current_setting('fsync') = 'on' AS fsync,
                   current_setting('transaction_read_only') = 'on' AS read_only,
                   oid IS NOT NULL AS table_exists,
                   ARRAY(SELECT written FROM unnest($1::text[]) AS written
                         WHERE written NOT IN (SELECT name FROM present)) AS missing_columns,
                   EXISTS (SELECT FROM pg_index
                           WHERE indrelid = oid AND indisunique AND indisvalid AND indpred IS NULL AND indexprs IS NULL
                             AND (SELECT attnum FROM present WHERE name = 'id') = ANY (indkey)
                             AND NOT EXISTS (SELECT FROM present
                                             WHERE attnum = ANY (indkey) AND name NOT IN ('id', 'clicked_at', 'short_code'))
                   ) AS unique_id,
                   COALESCE(has_table_privilege(oid, 'INSERT'), false) AS may_insert,
                   COALESCE(has_table_privilege(oid, 'SELECT'), false) AS may_select,
                   COALESCE(has_table_privilege(to_regclass('rules_versions')::oid, 'SELECT')
                        AND has_table_privilege(to_regclass('rules_versions')::oid, 'INSERT'), false) AS may_add_versions,
                   entries IS NOT NULL AND rejections IS NOT NULL AS ledger_exists,
                   COALESCE(has_table_privilege(entries, 'INSERT') AND has_table_privilege(rejections, 'INSERT'), false)
                       AS may_enter,
                   to_regclass('click_visitor_changes') IS NOT NULL
                       AND to_regprocedure('click_visitor_salt(date)') IS NOT NULL AS visitors_exist,
                   COALESCE(has_table_privilege(to_regclass('click_visitor_changes')::oid, 'INSERT')
                        AND has_function_privilege(to_regprocedure('click_visitor_salt(date)')::oid, 'EXECUTE'), false)
                       AS may_count_visitors
            FROM clicks, ledger
            """;

    private static final List<String> COUNTS =
            List.of("click_totals", "click_counts", "click_counts_recent", "click_counts_progress");

    private static final List<String> VISITORS = List.of("click_visitors", "click_visitor_progress");

    private static final String DESCRIBE_WHAT_MAY_BE_READ =
            """
            WITH wanted AS (SELECT name, to_regclass(name) AS oid FROM unnest($1::text[]) AS name)
            SELECT current_user::text AS role,
                   ARRAY(SELECT name FROM wanted WHERE oid IS NULL) AS missing,
                   ARRAY(SELECT name FROM wanted WHERE oid IS NOT NULL AND NOT has_table_privilege(oid, 'SELECT')) AS forbidden
            """;

    private final Vertx vertx;
    private final DatabaseConfig database;

    /**
     * @param vertx whose current context this probe is confined to
     * @param database what to look at
     */
    public DatabaseProbe(Vertx vertx, DatabaseConfig database) {
        this.vertx = vertx;
        this.database = database;
    }

    /**
     * Looks once. Fails with an {@link UnusableDatabaseException} if the server refuses the connection for a reason that only
     * a person can mend, and with what happened if it cannot be reached.
     *
     * @throws IllegalArgumentException if the TLS settings contradict each other
     */
    public Future<DatabaseFacts> look() {
        return ask(DESCRIBE_DATABASE_AND_TABLE, WRITTEN_COLUMNS).map(DatabaseProbe::facts);
    }

    /**
     * Looks once at what the read API needs. Fails as {@link #look()}.
     *
     * @param visitors whether they are served too
     * @throws IllegalArgumentException if the TLS settings contradict each other
     */
    public Future<ReadingFacts> lookAtCounts(boolean visitors) {
        String[] tables = Stream.concat(COUNTS.stream(), visitors ? VISITORS.stream() : Stream.of())
                .toArray(String[]::new);
        return ask(DESCRIBE_WHAT_MAY_BE_READ, tables)
                .map(row -> new ReadingFacts(
                        row.getString("role"),
                        List.of(row.getArrayOfStrings("missing")),
                        List.of(row.getArrayOfStrings("forbidden"))));
    }

    /** The only row of the answer. */
    private Future<Row> ask(String question, String[] parameter) {
        PgConnector connector = new PgConnector(vertx, database, ANSWER_TIMEOUT);
        return connector
                .connect()
                .compose(session ->
                        session.execute(question, Tuple.of(parameter)).eventually(session::close))
                .map(rows -> rows.iterator().next())
                .recover(cause ->
                        Future.failedFuture(DatabaseFailure.ofConnect(cause).asException(database)))
                .eventually(connector::close);
    }

    private static DatabaseFacts facts(Row row) {
        return new DatabaseFacts(
                row.getString("server_version"),
                row.getString("role"),
                row.getString("synchronous_commit"),
                row.getBoolean("fsync"),
                row.getBoolean("read_only"),
                row.getBoolean("table_exists"),
                List.of(row.getArrayOfStrings("missing_columns")),
                row.getBoolean("unique_id"),
                row.getBoolean("may_insert"),
                row.getBoolean("may_select"),
                row.getBoolean("may_add_versions"),
                row.getBoolean("ledger_exists"),
                row.getBoolean("may_enter"),
                row.getBoolean("visitors_exist"),
                row.getBoolean("may_count_visitors"));
    }
}
