package dev.shortener.analytics.bench;

import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The tables that the contenders write to, as the benchmark looks at them. For one thread. */
final class ClickTable implements AutoCloseable {

    private static final String COUNT = "ALTER TABLE clicks ENABLE TRIGGER USER";
    private static final String DO_NOT_COUNT = "ALTER TABLE clicks DISABLE TRIGGER USER";
    private static final String EMPTY = "TRUNCATE clicks, click_ledger, click_rejections";

    /** What one contender has left to be written to the disk is not for the next to wait for. */
    private static final String SETTLE = "CHECKPOINT";

    private static final String FILL =
            """
            INSERT INTO clicks (id, short_code, clicked_at, country_code, device_type, traffic_source, traffic_channel, browser, os)
            SELECT CAST(lpad(to_hex(1735689600000 + n * 1000), 12, '0') || '7000' || '8000' || lpad(to_hex(n), 12, '0') AS UUID),
                   left(md5(CAST(n %% 100000 AS TEXT)), 7), to_timestamp(1735689600 + n), 'DE', 'Mobile', 'google', 'Search', 'Chrome',
                   'Android'
            FROM generate_series(1, CAST(%d AS BIGINT)) AS n""";

    /** Otherwise the plan for the table as it was when it was empty is kept, and reads the whole of it each time. */
    private static final String BY_KEY = "SET enable_seqscan = off";

    private static final String WHICH_ARE_THERE = "SELECT id FROM clicks WHERE id = ANY (?)";

    /** Faster than any contender: no count is asked for while it cannot be reached. */
    private static final long MOST_PER_SECOND = 200_000;

    private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(2);

    private final Connection connection;
    private final PreparedStatement present;

    ClickTable(String jdbcUrl) {
        try {
            connection = DriverManager.getConnection(jdbcUrl);
            execute(BY_KEY);
            present = connection.prepareStatement(WHICH_ARE_THERE);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /**
     * Leaves nothing in the tables, and nothing that the server still has to do for what was there.
     *
     * @param isCounted whether the triggers note what is written for the read API, which the service offers and others do not
     */
    void reset(boolean isCounted) {
        execute(COUNT);
        execute(EMPTY);
        if (!isCounted) {
            execute(DO_NOT_COUNT);
        }
        execute(SETTLE);
    }

    /**
     * Blocks until there are as many rows. Counting costs the server time, so that it is done the less the more is missing.
     *
     * @return when they were seen, in the time of {@link System#nanoTime}
     * @throws IllegalStateException if there are more, or not as many in time
     */
    long awaitRows(long rows, Duration most, JavaProcess writer) {
        long deadline = System.nanoTime() + most.toNanos();
        long seen = count();
        while (seen < rows) {
            writer.requireAlive();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("after " + most + ", " + seen + " of " + rows + " rows are there");
            }
            long wait = TimeUnit.SECONDS.toNanos(rows - seen) / MOST_PER_SECOND;
            LockSupport.parkNanos(Math.min(LONGEST_PAUSE, Math.max(SHORTEST_PAUSE, wait)));
            seen = count();
        }
        if (seen > rows) {
            throw new IllegalStateException("there are " + seen + " rows of " + rows + " clicks");
        }
        return System.nanoTime();
    }

    /** Adds rows of a year ago, as many clicks of each link as of the next. */
    void fill(long rows) {
        execute(DO_NOT_COUNT);
        execute(FILL.formatted(rows));
        execute(COUNT);
        execute("ANALYZE clicks");
        execute(SETTLE);
    }

    long count() {
        return Long.parseLong(ask("SELECT count(*) FROM clicks"));
    }

    /** Which of these rows there are. */
    Set<UUID> present(Collection<UUID> ids) {
        Set<UUID> found = new HashSet<>();
        try {
            Array array = connection.createArrayOf("uuid", ids.toArray());
            present.setArray(1, array);
            try (ResultSet rows = present.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getObject(1, UUID.class));
                }
            }
            return found;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The first column of the only row of the answer. */
    String ask(String query) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void execute(String command) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
