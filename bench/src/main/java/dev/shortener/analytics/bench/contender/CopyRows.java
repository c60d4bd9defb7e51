package dev.shortener.analytics.bench.contender;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The limit of writing: rows that have been made and encoded beforehand go into the table by COPY, a transaction for each batch.
 * COPY has no {@code ON CONFLICT}: what is there already would end the batch.
 */
public final class CopyRows {

    private static final String COPY =
            """
            COPY clicks (id, short_code, clicked_at, country_code, device_type, traffic_source, traffic_channel,
                         browser, os, region, city, rules_version) FROM STDIN""";

    private static final int PASSES = 4;

    private CopyRows() {}

    /** Writes the same clicks in every pass, into an empty table. */
    public static void main(String[] arguments) throws Exception {
        Task task = Task.parse(arguments);
        List<byte[]> batches = EncodedBatches.read(task);
        List<Connection> connections = new ArrayList<>();
        for (int connection = 0; connection < task.threads(); connection++) {
            connections.add(DriverManager.getConnection(task.jdbcUrl()));
        }
        try (Together threads = new Together(task.threads())) {
            for (int pass = 0; pass < PASSES; pass++) {
                connections.get(0).createStatement().execute("TRUNCATE clicks");
                Queue<byte[]> waiting = new ConcurrentLinkedQueue<>(batches);
                Pass.report(task.clicks(), () -> threads.run(own -> copy(connections.get(own), waiting)));
            }
        }
        for (Connection connection : connections) {
            connection.close();
        }
    }

    private static void copy(Connection connection, Queue<byte[]> waiting) throws SQLException, IOException {
        CopyManager copying = connection.unwrap(PGConnection.class).getCopyAPI();
        for (byte[] batch = waiting.poll(); batch != null; batch = waiting.poll()) {
            copying.copyIn(COPY, new ByteArrayInputStream(batch), batch.length);
        }
    }
}
