package dev.shortener.analytics.chaos;

import dev.shortener.analytics.support.Lab;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.OptionalInt;

/**
 * Which clicks are in the table. Immutable by convention.
 *
 * @param once clicks with at least one row
 * @param again clicks with more than one
 * @param strangers rows that are none of these clicks
 */
record Rows(BitSet once, BitSet again, int strangers) {

    private static final int FETCH_SIZE = 10_000;

    static Rows in(Lab lab) {
        try (Connection connection = lab.connect()) {
            connection.setAutoCommit(false); // or the driver reads the whole table into memory
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(FETCH_SIZE);
                return read(statement.executeQuery("SELECT short_code FROM clicks"));
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Rows read(ResultSet codes) throws SQLException {
        BitSet once = new BitSet();
        BitSet again = new BitSet();
        int strangers = 0;
        while (codes.next()) {
            OptionalInt number = NumberedClick.numberOf(codes.getString(1));
            if (number.isEmpty()) {
                strangers++;
            } else {
                (once.get(number.getAsInt()) ? again : once).set(number.getAsInt());
            }
        }
        return new Rows(once, again, strangers);
    }
}
