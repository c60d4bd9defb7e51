package dev.shortener.analytics.store;

import dev.shortener.analytics.config.DatabaseConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks the ledger up to which click time every record that had arrived is in the table. Confined to the context that created it;
 * every question opens a connection of its own. Needs SELECT on {@code click_ledger}.
 *
 * <p>A partition is covered from its first entry to the first gap. Its time is the earliest click of the batch at that end, and never
 * later than when that batch was written: records that follow are taken to be no older than the batch before them. It is the earliest
 * and not the latest one because clicks arrive a little out of order. Clicks that arrive late, behind others of their
 * partition, take the time back for as long as they are the last. The answer is the lowest time of all partitions.
 *
 * <p>The database alone does not know what has arrived since, so a partition to which nobody writes holds the answer back; nor whether a
 * record stands in a gap, so one of a transaction's marker does so too; nor what lies before the first entry. Whoever can ask Kafka says so
 * by {@link Watermarks}: below what is committed no gap counts, and a partition that is covered to its end is complete up to the time of
 * asking, whatever the times of its clicks.
 */
public final class CompleteUntil {

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    /** Without a topic id, the topic is the one that was written to last. */
    private static final String COVERED_FROM_THE_BEGINNING =
            """
            WITH topic AS (
                SELECT coalesce($1::text, (SELECT topic_id FROM click_ledger WHERE topic_id <> ''
                                           ORDER BY recorded_at DESC, topic_id LIMIT 1)) AS id),
            known AS (SELECT * FROM unnest($2::int4[], $3::int8[]) AS known (partition, settled)),
            entry AS (
                SELECT partition, first_offset, last_offset, settled,
                       CASE WHEN tail_click IS NOT NULL THEN least(tail_click, recorded_at) END AS tail,
                       1 + max(last_offset) OVER (PARTITION BY partition ORDER BY first_offset, last_offset
                                                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
                FROM click_ledger JOIN topic ON topic_id = id LEFT JOIN known USING (partition)),
            numbered AS (
                SELECT *, count(*) FILTER (WHERE first_offset > coalesce(greatest(reached, settled), first_offset))
                              OVER (PARTITION BY partition ORDER BY first_offset, last_offset
                                    ROWS UNBOUNDED PRECEDING) AS gaps
                FROM entry)
            SELECT partition, 1 + max(last_offset) AS covered_below,
                   (array_agg(tail ORDER BY last_offset DESC, tail) FILTER (WHERE tail IS NOT NULL))[1] AS tail
            FROM numbered WHERE gaps = 0 GROUP BY partition ORDER BY partition
            """;

    private final Vertx vertx;
    private final DatabaseConfig database;

    /**
     * @param database with the ledger
     */
    public CompleteUntil(Vertx vertx, DatabaseConfig database) {
        this.vertx = vertx;
        this.database = database;
    }

    private record Covered(long below, @Nullable Instant tail) {}

    /** What the database alone knows, of the topic that was written to last. */
    public Future<Completeness> look() {
        return covered(Tuple.of(null, new Integer[0], new Long[0]))
                .map(covered -> new Completeness(covered.entrySet().stream()
                        .map(partition -> new Completeness.Partition(
                                partition.getKey(),
                                partition.getValue().below(),
                                partition.getValue().tail(),
                                false))
                        .toList()));
    }

    /**
     * What the database and Kafka know together.
     *
     * @param known asked for before this
     */
    public Future<Completeness> look(Watermarks known) {
        List<Watermarks.Partition> partitions = known.partitions();
        Tuple parameters = Tuple.of(
                known.topicId(),
                partitions.stream().map(Watermarks.Partition::number).toArray(Integer[]::new),
                partitions.stream().map(Watermarks.Partition::settledBelow).toArray(Long[]::new));
        return covered(parameters)
                .map(covered -> new Completeness(partitions.stream()
                        .map(partition -> judge(partition, covered.get(partition.number()), known.askedAt()))
                        .toList()));
    }

    private static Completeness.Partition judge(
            Watermarks.Partition partition, @Nullable Covered covered, Instant askedAt) {
        long below = Math.max(partition.settledBelow(), covered == null ? 0 : covered.below());
        if (below >= partition.end()) {
            return new Completeness.Partition(partition.number(), below, askedAt, true);
        }
        Instant tail = covered == null ? null : covered.tail();
        Instant until = tail != null && tail.isAfter(askedAt) ? askedAt : tail;
        return new Completeness.Partition(partition.number(), below, until, false);
    }

    private Future<SortedMap<Integer, Covered>> covered(Tuple parameters) {
        PgConnector connector = new PgConnector(vertx, database, ANSWER_TIMEOUT);
        return connector
                .connect()
                .compose(session ->
                        session.execute(COVERED_FROM_THE_BEGINNING, parameters).eventually(session::close))
                .map(CompleteUntil::byPartition)
                .recover(cause ->
                        Future.failedFuture(DatabaseFailure.ofConnect(cause).asException(database)))
                .eventually(connector::close);
    }

    private static SortedMap<Integer, Covered> byPartition(RowSet<Row> rows) {
        SortedMap<Integer, Covered> covered = new TreeMap<>();
        for (Row row : rows) {
            OffsetDateTime tail = row.getOffsetDateTime("tail");
            covered.put(
                    row.getInteger("partition"),
                    new Covered(row.getLong("covered_below"), tail == null ? null : tail.toInstant()));
        }
        return covered;
    }
}
