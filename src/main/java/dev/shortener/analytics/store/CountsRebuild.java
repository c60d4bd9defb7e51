package dev.shortener.analytics.store;

import dev.shortener.analytics.config.DatabaseConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Makes all counts of clicks anew from the rows of the table. For one thread; blocking.
 *
 * <p>The service may write meanwhile, and does not wait; what it writes is counted when this is done. Readers see the old counts until
 * then. Needs the rights of the tables' owner.
 */
public final class CountsRebuild {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String UNDEFINED_FUNCTION = "42883";

    private final DatabaseConfig database;

    public CountsRebuild(DatabaseConfig database) {
        this.database = database;
    }

    /**
     * @return how many clicks were counted
     * @throws UnusableDatabaseException if it cannot be done
     */
    public long run() {
        try (Connection connection =
                        JdbcSource.of(database, "analytics-consumer rebuild").getConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("SELECT rebuild_click_counts()")) {
            answer.next();
            return answer.getLong(1);
        } catch (SQLException failure) {
            throw new UnusableDatabaseException(reason(failure), failure);
        }
    }

    private String reason(SQLException failure) {
        if (INSUFFICIENT_PRIVILEGE.equals(failure.getSQLState())) {
            return "role " + database.user() + " may not count anew: name the owner of the tables in DataSource";
        }
        if (UNDEFINED_FUNCTION.equals(failure.getSQLState())) {
            return "there are no counts in this database yet: run the command migrate";
        }
        return "the clicks cannot be counted: " + failure.getMessage();
    }
}
