package dev.shortener.analytics.store;

import dev.shortener.analytics.event.Position;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

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
                SELECT unnest($%8$d::text[]), unnest($%9$d::int4[]), unnest($%10$d::int8[])
                ON CONFLICT DO NOTHING RETURNING 1),
            became AS (SELECT %%s AS stored, (SELECT count(*) FROM rejection) AS rejected),
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

    /**
     * The end of a statement whose part {@code click} inserts the clicks.
     *
     * @param first number of its first parameter
     * @param stored SQL for how many were inserted
     */
    static String from(int first, String stored) {
        return ENTER_WHAT_BECAME_OF_IT
                .formatted(LongStream.range(first, first + 10L)
                        .mapToObj(number -> (Object) (int) number)
                        .toArray())
                .formatted(stored);
    }

    /**
     * @param rows those of the batch
     * @param parameters those of the statement so far
     */
    static Tuple addParameters(ClickBatch batch, List<ClickRow> rows, Tuple parameters) {
        TimeSpan times = TimeSpan.of(rows);
        List<Position> rejected = batch.rejected().toList();
        return parameters
                .addString(batch.topicId())
                .addInteger(batch.partition())
                .addLong(batch.first())
                .addLong(batch.last())
                .addLong((long) batch.records().size())
                .addOffsetDateTime(utc(times.earliest()))
                .addOffsetDateTime(utc(times.latest()))
                .addArrayOfString(rejected.stream()
                        .map(position -> position.topic().topicId())
                        .toArray(String[]::new))
                .addArrayOfInteger(rejected.stream().map(Position::partition).toArray(Integer[]::new))
                .addArrayOfLong(rejected.stream().map(Position::offset).toArray(Long[]::new));
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }

    /**
     * From the earliest click to the latest. Immutable.
     *
     * @param earliest null if there is none
     * @param latest null if there is none
     */
    private record TimeSpan(@Nullable Instant earliest, @Nullable Instant latest) {

        static TimeSpan of(List<ClickRow> rows) {
            Instant earliest = null;
            Instant latest = null;
            for (ClickRow row : rows) {
                Instant time = row.click().clickedAt();
                earliest = earliest == null || time.isBefore(earliest) ? time : earliest;
                latest = latest == null || time.isAfter(latest) ? time : latest;
            }
            return new TimeSpan(earliest, latest);
        }
    }
}
