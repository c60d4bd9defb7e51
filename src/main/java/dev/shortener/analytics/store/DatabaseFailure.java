package dev.shortener.analytics.store;

import dev.shortener.analytics.config.DatabaseConfig;
import dev.shortener.analytics.event.Reason;
import dev.shortener.analytics.event.Rejection;
import io.vertx.pgclient.PgException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a failure of the database means, told by its SQLSTATE (PostgreSQL's documentation, appendix A). Immutable.
 *
 * <p>Unknown states are {@link Kind#BROKEN}: trying again loses nothing, calling good data bad does. A role or a database that the
 * server does not know is for a person to mend even in mid-run, as nothing that this process could wait for changes it: a server
 * that restarts or fails over says class 57 or 25 instead, or nothing at all.
 *
 * @param kind what to do about it
 * @param sqlState five characters; null if the server did not answer
 * @param cause the failure itself
 */
record DatabaseFailure(Kind kind, @Nullable String sqlState, Throwable cause) {

    /** What to do about a failure. */
    enum Kind {
        /** A row of the statement cannot be stored: find it. */
        REFUSED,
        /** The world is broken: try again. */
        BROKEN,
        /** Only a person can mend it: stop, and say how. */
        UNUSABLE
    }

    /** Data exceptions and violated constraints. */
    private static final Set<String> REFUSED_CLASSES = Set.of("22", "23");

    /** Features not supported; roles, databases and schemas that do not exist; permissions, missing tables, wrong types. */
    private static final Set<String> UNUSABLE_CLASSES = Set.of("0A", "28", "3D", "3F", "42");

    /** After these the conversation goes on as if nothing had been. */
    private static final Set<String> HARMLESS_CLASSES = Set.of("22", "23", "40", "42", "53", "55");

    private static final String QUERY_CANCELED = "57014";
    private static final String UNIQUE_VIOLATION = "23505";

    private static final Map<String, String> EXPLANATIONS = Map.of(
            "22001", "a value is longer than its column",
            "22008", "a time is outside what the database can store",
            "22021", "a text holds a character that the database cannot store",
            "22P05", "a text holds a character that the database's encoding does not have",
            "23502", "a value is missing where the column requires one",
            "23503", "a foreign key points to nothing",
            "23505", "a value must be unique and is not",
            "23514", "a check constraint does not hold");

    /** What a statement's failure means. */
    static DatabaseFailure ofStatement(Throwable cause) {
        String state = sqlStateOf(cause);
        return new DatabaseFailure(statementKind(state), state, cause);
    }

    /** What it means that no connection could be opened. A refusal is about the configuration then, as there is no row yet. */
    static DatabaseFailure ofConnect(Throwable cause) {
        String state = sqlStateOf(cause);
        Kind kind = statementKind(state);
        return new DatabaseFailure(kind == Kind.REFUSED ? Kind.UNUSABLE : kind, state, cause);
    }

    /** First two characters of the SQLSTATE, {@code none} if the server did not answer. */
    String stateClass() {
        return classOf(sqlState);
    }

    /** Whether a row with the same key is there already. */
    boolean isOfPresentRow() {
        return UNIQUE_VIOLATION.equals(sqlState);
    }

    /** Whether the connection can be used further. */
    boolean connectionSurvives() {
        return HARMLESS_CLASSES.contains(stateClass()) || QUERY_CANCELED.equals(sqlState);
    }

    /** Why the database refuses a row, without its content: PostgreSQL's own messages may quote it. */
    Rejection rejection() {
        String explanation = EXPLANATIONS.getOrDefault(String.valueOf(sqlState), "the row cannot be stored");
        PgException error = cause instanceof PgException answered ? answered : null;
        String column = error == null ? null : error.getColumn();
        String constraint = error == null ? null : error.getConstraint();
        String message = "the database refuses the row: " + explanation + " (SQLSTATE " + sqlState
                + named(", column ", column) + named(", constraint ", constraint) + ")";
        return new Rejection(Reason.REFUSED_BY_DATABASE, column, message);
    }

    /** What a future fails with: the cause itself, or how to mend what only a person can. */
    Throwable asException(DatabaseConfig database) {
        if (kind != Kind.UNUSABLE) {
            return cause;
        }
        UnusableDatabaseException unusable = new UnusableDatabaseException(
                remedy(database) + " (SQLSTATE " + sqlState + ": " + saidByServer() + ")");
        unusable.initCause(cause);
        return unusable;
    }

    private String remedy(DatabaseConfig database) {
        String where = "database " + database.database() + " on " + database.host() + ":" + database.port();
        return switch (String.valueOf(sqlState)) {
            case "28P01" ->
                (database.password() == null ? "no password is given for role " : "wrong password for role ")
                        + database.user() + " in " + where + ": correct DataSource";
            case "28000" ->
                "role " + database.user() + " is not admitted to " + where
                        + ": correct the user or sslmode in DataSource, or the server's pg_hba.conf";
            case "3D000" -> where + " does not exist: create it, or correct DataSource";
            case "42501" ->
                "role " + database.user() + " may not do this in " + where
                        + ": GRANT CONNECT on the database, USAGE on the schema, INSERT and SELECT ON clicks, rules_versions, click_ledger"
                        + " and click_rejections to it";
            case "42P01", "42703", "3F000" ->
                where
                        + " has no table clicks with all its columns in search_path: run the command migrate, or correct search_path";
            case "42P05" ->
                where + " is behind a pooler that mixes up prepared statements: set PgBouncer's"
                        + " max_prepared_statements above 0, or use its session mode";
            default -> where + " does not accept what this version sends: run the commands check and migrate";
        };
    }

    private String saidByServer() {
        return cause instanceof PgException error ? String.valueOf(error.getErrorMessage()) : cause.toString();
    }

    private static Kind statementKind(@Nullable String state) {
        String stateClass = classOf(state);
        if (REFUSED_CLASSES.contains(stateClass)) {
            return Kind.REFUSED;
        }
        return UNUSABLE_CLASSES.contains(stateClass) ? Kind.UNUSABLE : Kind.BROKEN;
    }

    private static @Nullable String sqlStateOf(Throwable cause) {
        return cause instanceof PgException error ? error.getSqlState() : null;
    }

    private static String classOf(@Nullable String state) {
        return state == null || state.length() < 2 ? "none" : state.substring(0, 2);
    }

    private static String named(String label, @Nullable String name) {
        return name == null || name.isEmpty() ? "" : label + name;
    }
}
