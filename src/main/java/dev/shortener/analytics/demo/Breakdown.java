package dev.shortener.analytics.demo;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Prints what is in the table: how many rows, and by what. Stateless. */
final class Breakdown {

    private static final String TOTAL = "SELECT 'rows', count(*) FROM clicks";
    private static final String DEVICES =
            "SELECT device_type, count(*) FROM clicks GROUP BY 1 ORDER BY 2 DESC LIMIT 10";
    private static final String CHANNELS =
            "SELECT traffic_channel, count(*) FROM clicks GROUP BY 1 ORDER BY 2 DESC LIMIT 10";
    private static final String SOURCES =
            "SELECT traffic_source, count(*) FROM clicks GROUP BY 1 ORDER BY 2 DESC LIMIT 10";
    private static final String COUNTRIES =
            "SELECT country_code, count(*) FROM clicks GROUP BY 1 ORDER BY 2 DESC LIMIT 10";

    private Breakdown() {}

    static void print(String jdbcUrl, PrintWriter out) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                Statement statement = connection.createStatement()) {
            print(statement, "SELECT count(*)", TOTAL, out);
            print(statement, "device", DEVICES, out);
            print(statement, "channel", CHANNELS, out);
            print(statement, "source", SOURCES, out);
            print(statement, "country", COUNTRIES, out);
        } catch (SQLException failed) {
            out.println("error: the table cannot be read: " + failed.getMessage());
        }
        out.flush();
    }

    private static void print(Statement statement, String title, String query, PrintWriter out) throws SQLException {
        StringBuilder line = new StringBuilder(title).append(':');
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                line.append("  ").append(rows.getString(1)).append(' ').append(rows.getLong(2));
            }
        }
        out.println(line);
    }
}
