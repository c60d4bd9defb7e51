package dev.shortener.analytics.store;

import dev.shortener.analytics.event.Position;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The part of {@link ClickInsert} that says what became of a batch: one row in the ledger, and one for each record that was not known
 * to be rejected. Stateless.
 *
 * <p>A record that was read before is a duplicate, be it a click or not. That is decided by what the statement inserted, so that
 * it holds however often and in whatever cut a batch comes again.
 */
final class LedgerInsert {

    private static final String ENTER_WHAT_BECAME_OF_IT =
            """
            rejection AS (
                INSERT INTO click_rejections (topic_id, partition, record_offset)
                SELECT * FROM unnest($%8$d::text[], $%9$d::int4[], $%10$d::int8[])
                ON CONFLICT DO NOTHING RETURNING 1),
            became AS (SELECT (SELECT count(*) FROM click) AS stored, (SELECT count(*) FROM rejection) AS rejected),
            entry AS (
                INSERT INTO click_ledger (topic_id, partition, first_offset, last_offset, consumed, stored, duplicate,
                                          rejected, earliest_click, latest_click, tail_click)
                SELECT $%1$d::text, $%2$d::int4, $%3$d::int8, $%4$d::int8, $%5$d::int8, stored,
                       $%5$d::int8 - stored - rejected, rejected,
                       $%6$d::timestamptz, $%7$d::timestamptz, $%6$d::timestamptz
                FROM became)
            SELECT stored FROM became
            """;

    private LedgerInsert() {}

    /** The end of a statement whose part {@code click} inserts the clicks; its parameters are numbered from here on. */
    static String from(int first) {
        return ENTER_WHAT_BECAME_OF_IT.formatted(LongStream.range(first, first + 10L)
                .mapToObj(number -> (Object) (int) number)
                .toArray());
    }

    /**
     * @param rows those of the batch
     * @param parameters those of the statement so far
     */
    static Tuple addParameters(ClickBatch batch, List<ClickRow> rows, Tuple parameters) {
        List<Instant> times = rows.stream().map(row -> row.click().clickedAt()).toList();
        List<Position> rejected = batch.rejected().toList();
        return parameters
                .addString(batch.topicId())
                .addInteger(batch.partition())
                .addLong(batch.first())
                .addLong(batch.last())
                .addLong((long) batch.records().size())
                .addOffsetDateTime(times.isEmpty() ? null : utc(Collections.min(times)))
                .addOffsetDateTime(times.isEmpty() ? null : utc(Collections.max(times)))
                .addArrayOfString(rejected.stream()
                        .map(position -> position.topic().topicId())
                        .toArray(String[]::new))
                .addArrayOfInteger(rejected.stream().map(Position::partition).toArray(Integer[]::new))
                .addArrayOfLong(rejected.stream().map(Position::offset).toArray(Long[]::new));
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
