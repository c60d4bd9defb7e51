package dev.shortener.analytics.bench.contender;

import dev.shortener.analytics.event.EnrichedClick;
import dev.shortener.analytics.store.ClickRow;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes clicks as one does with JDBC: a batch of single inserts, which the driver makes statements of many rows
 * ({@code reWriteBatchedInserts}), in one transaction. One that is there already changes nothing. Confined to one thread, whose
 * connection it is.
 */
final class JdbcClicks {

    private static final String INSERT =
            """
            INSERT INTO clicks (id, short_code, clicked_at, country_code, device_type, traffic_source, traffic_channel,
                                browser, os, region, city, rules_version)
            VALUES (?, ?, to_timestamp(?), ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""";

    /** The service looks its number up once; here it is given. */
    private static final short RULES_VERSION = 1;

    private final Connection connection;
    private final PreparedStatement insert;

    private JdbcClicks(String jdbcUrl) throws SQLException {
        connection = DriverManager.getConnection(jdbcUrl + "&reWriteBatchedInserts=true");
        connection.setAutoCommit(false);
        insert = connection.prepareStatement(INSERT);
    }

    /** Each thread that asks gets one of its own. */
    static ThreadLocal<JdbcClicks> perThread(Task task) {
        return ThreadLocal.withInitial(() -> open(task.jdbcUrl()));
    }

    /** Returns when the rows are committed. */
    void insert(List<ClickRow> rows) {
        try {
            for (ClickRow row : rows) {
                bind(row);
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void bind(ClickRow row) throws SQLException {
        EnrichedClick click = row.click();
        insert.setObject(1, row.id());
        insert.setString(2, click.shortCode());
        insert.setDouble(3, (double) click.clickedAt().getEpochSecond());
        insert.setString(4, click.countryCode());
        insert.setString(5, click.deviceType().label());
        insert.setString(6, click.trafficSource());
        insert.setString(7, click.trafficChannel().label());
        insert.setString(8, click.browser());
        insert.setString(9, click.os());
        insert.setString(10, click.region());
        insert.setString(11, click.city());
        insert.setShort(12, RULES_VERSION);
    }

    private static JdbcClicks open(String jdbcUrl) {
        try {
            return new JdbcClicks(jdbcUrl);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
