package dev.shortener.analytics.store;

import dev.shortener.analytics.config.DatabaseConfig;
import dev.shortener.analytics.event.OffsetRange;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the ledger, and counts what it must agree with, all in one snapshot: a service that writes meanwhile changes nothing of
 * what is seen, and waits for nothing. Needs SELECT on {@code clicks}, {@code click_ledger} and {@code click_rejections}.
 * Blocking; for one thread.
 */
public final class LedgerReader {

    private static final int FETCH_ROWS = 10_000;

    private static final String ENTRIES =
            """
            SELECT topic_id, partition, first_offset, last_offset, consumed, stored, duplicate, rejected
            FROM click_ledger ORDER BY topic_id, partition, first_offset, last_offset
            """;

    private static final String REJECTIONS =
            """
            SELECT topic_id, partition, record_offset, extract(epoch FROM rejected_at) * 1000
            FROM click_rejections ORDER BY topic_id, partition, record_offset
            """;

    private static final String EXPECTED_ROWS =
            "SELECT reltuples::int8 FROM pg_class WHERE oid = to_regclass('clicks')";

    /** Ids of this service are UUIDs of version 8, the shortener's are not. */
    private static final String ROWS = "SELECT count(*) FROM clicks WHERE get_byte(uuid_send(id), 6) >> 4 = 8";

    private final DatabaseConfig database;

    public LedgerReader(DatabaseConfig database) {
        this.database = database;
    }

    /** Told before the one step that may take long. */
    @FunctionalInterface
    public interface Listener {

        /**
         * @param expected how many rows the table has about; negative if the database does not know
         */
        void counting(long expected);
    }

    /**
     * @throws UnusableDatabaseException if the database cannot be reached, has no ledger or does not let this role look
     */
    public LedgerBook read(Listener listener) {
        try (Connection connection =
                JdbcSource.of(database, "analytics-consumer audit").getConnection()) {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                return read(statement, listener);
            }
        } catch (SQLException failure) {
            throw unusable(failure);
        }
    }

    private static LedgerBook read(Statement statement, Listener listener) throws SQLException {
        statement.execute("SET LOCAL statement_timeout = 0"); // a large table takes the time that it takes
        statement.setFetchSize(FETCH_ROWS);
        List<LedgerEntry> entries = entries(statement);
        List<LedgerRejection> rejections = rejections(statement);
        listener.counting(number(statement, EXPECTED_ROWS));
        long started = System.nanoTime();
        long rows = number(statement, ROWS);
        return new LedgerBook(entries, rejections, rows, Duration.ofNanos(System.nanoTime() - started));
    }

    private static List<LedgerEntry> entries(Statement statement) throws SQLException {
        List<LedgerEntry> entries = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(ENTRIES)) {
            while (row.next()) {
                entries.add(new LedgerEntry(
                        row.getString(1),
                        row.getInt(2),
                        new OffsetRange(row.getLong(3), row.getLong(4)),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8)));
            }
        }
        return entries;
    }

    private static List<LedgerRejection> rejections(Statement statement) throws SQLException {
        List<LedgerRejection> rejections = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(REJECTIONS)) {
            while (row.next()) {
                rejections.add(new LedgerRejection(
                        row.getString(1), row.getInt(2), row.getLong(3), Instant.ofEpochMilli(row.getLong(4))));
            }
        }
        return rejections;
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : -1;
        }
    }

    private UnusableDatabaseException unusable(SQLException failure) {
        String remedy =
                switch (String.valueOf(failure.getSQLState())) {
                    case "42P01" -> "; run the command migrate";
                    case "42501" -> "; GRANT SELECT ON clicks, click_ledger, click_rejections TO " + database.user();
                    default -> "";
                };
        UnusableDatabaseException unusable = new UnusableDatabaseException("cannot read the ledger in database "
                + database.database() + " on " + database.host() + ":" + database.port() + " as role "
                + database.user() + ": "
                + String.valueOf(failure.getMessage()).strip().replace('\n', ' ') + remedy);
        unusable.initCause(failure);
        return unusable;
    }
}
