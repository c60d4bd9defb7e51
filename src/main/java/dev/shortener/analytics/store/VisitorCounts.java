package dev.shortener.analytics.store;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads how many visitors there were, as of the last time that the sketches were rolled up: some seconds ago. Thread-safe.
 *
 * <p>A visitor counts once a day: one who comes on two days cannot be told from two, as the days have different salts. What is not known is
 * absent, and not 0: days on which not every click was looked at for its visitor. Over the connections of {@link ClickCounts}; needs
 * SELECT on {@code click_visitors} and {@code click_visitor_progress} too.
 */
public final class VisitorCounts {

    /** Parts of a window as in {@link CountQueries}; of a month that is read as one, its days that are not in it yet are read too. */
    private static final String WITHIN =
            """
            WITH part AS (SELECT * FROM unnest($2::text[], $3::date[], $4::date[]) AS r (span, low, high))
            SELECT v.* FROM part AS r, LATERAL (
                SELECT marks, registers FROM click_visitors
                WHERE short_code = $1 AND span = r.span::"char" AND start >= r.low AND start < r.high OFFSET 0) AS v
            UNION ALL
            SELECT v.* FROM part AS r, LATERAL (
                SELECT marks, registers FROM click_visitors
                WHERE short_code = $1 AND span = 'd' AND NOT is_folded AND start < r.high AND start >= greatest(r.low, (
                    SELECT min(start) FROM click_visitors WHERE span = 'd' AND NOT is_folded)) OFFSET 0) AS v
            WHERE r.span = 'm'
            """;

    private static final String BY_DAY =
            """
            SELECT start, marks, registers FROM click_visitors
            WHERE short_code = $1 AND span = 'd' AND start >= $2 AND start < $3
            """;

    /** Asks for the sketches too, so that a role that may see only one of the two is told so here. */
    private static final String SINCE =
            """
            SELECT counting_since FROM click_visitor_progress
            LEFT JOIN LATERAL (SELECT FROM click_visitors WHERE false) AS none ON true
            """;

    private static final Logger LOG = LoggerFactory.getLogger(VisitorCounts.class);

    private final ClickCounts counts;
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * @param counts whose connections are used
     */
    public VisitorCounts(ClickCounts counts) {
        this.counts = counts;
    }

    /**
     * Visitors from some time on.
     *
     * @param visitors how many, each once a day
     * @param since from then on every click was looked at for its visitor
     */
    public record Since(long visitors, Instant since) {}

    /** Since when every click has been looked at for its visitor; empty if not every one is. */
    public Future<Optional<Instant>> since() {
        return counts.ask(SINCE, Tuple.tuple()).map(VisitorCounts::since).recover(this::absentIfMissing);
    }

    private static Optional<Instant> since(RowSet<Row> rows) {
        OffsetDateTime since = rows.iterator().next().getOffsetDateTime("counting_since");
        return Optional.ofNullable(since).map(OffsetDateTime::toInstant);
    }

    /** Where the role may not look at visitors, clicks are answered for all that. It is said once. */
    private Future<Optional<Instant>> absentIfMissing(Throwable cause) {
        if (!"42".equals(DatabaseFailure.ofStatement(cause).stateClass())) {
            return Future.failedFuture(cause);
        }
        if (!told.getAndSet(true)) {
            LOG.warn(
                    "visitors are left out of answers cause=\"{}\": run the command migrate,"
                            + " and GRANT SELECT ON click_visitors, click_visitor_progress to the role that reads",
                    cause.getMessage());
        }
        return Future.succeededFuture(Optional.empty());
    }

    /**
     * The visitors of a link since they have been counted; empty if they are not.
     *
     * @param shortCode of the link, or {@link ClickCounts#ALL_LINKS}
     */
    public Future<Optional<Since>> since(String shortCode) {
        return since().compose(since -> {
            if (since.isEmpty()) {
                return Future.succeededFuture(Optional.empty());
            }
            Instant from = since.get().truncatedTo(ChronoUnit.DAYS);
            return estimate(shortCode, new CountWindow(from, null))
                    .map(visitors -> Optional.of(new Since(visitors, since.get())));
        });
    }

    /**
     * The visitors of a link within whole days; empty if they were not counted throughout.
     *
     * @param shortCode of the link, or {@link ClickCounts#ALL_LINKS}
     * @param window whole days in UTC
     */
    public Future<Optional<Long>> within(String shortCode, CountWindow window) {
        return since().compose(since -> since.isEmpty() || window.low().isBefore(since.get())
                ? Future.succeededFuture(Optional.empty())
                : estimate(shortCode, window).map(Optional::of));
    }

    /**
     * The visitors of a link by day: of every day on which they were counted throughout, today included, and of no other.
     *
     * @param window whole days in UTC, with both bounds
     * @param now no day that begins later is included
     */
    public Future<Map<Instant, Long>> byDay(String shortCode, CountWindow window, Instant now) {
        return since().compose(since -> {
            if (since.isEmpty()) {
                return Future.succeededFuture(Map.of());
            }
            Tuple parameters = Tuple.of(shortCode, day(window.low()), day(window.high()));
            return counts.ask(BY_DAY, parameters).map(rows -> byDay(rows, window, since.get(), now));
        });
    }

    private static Map<Instant, Long> byDay(RowSet<Row> rows, CountWindow window, Instant since, Instant now) {
        Map<Instant, Long> found = new HashMap<>();
        for (Row row : rows) {
            Instant start =
                    row.getLocalDate("start").atStartOfDay(ZoneOffset.UTC).toInstant();
            found.put(start, add(row, new VisitorSketch()).visitors());
        }
        Map<Instant, Long> days = new HashMap<>();
        for (Instant day = window.low(); day.isBefore(window.high()); day = day.plus(1, ChronoUnit.DAYS)) {
            if (!day.isBefore(since) && !day.isAfter(now)) {
                days.put(day, found.getOrDefault(day, 0L));
            }
        }
        return days;
    }

    private Future<Long> estimate(String shortCode, CountWindow window) {
        List<CountWindow.Part> parts = window.parts();
        Tuple parameters = Tuple.of(shortCode)
                .addArrayOfString(parts.stream().map(CountWindow.Part::span).toArray(String[]::new))
                .addArrayOfLocalDate(parts.stream().map(part -> day(part.low())).toArray(LocalDate[]::new))
                .addArrayOfLocalDate(
                        parts.stream().map(part -> day(part.high())).toArray(LocalDate[]::new));
        return counts.ask(WITHIN, parameters).map(rows -> {
            VisitorSketch merged = new VisitorSketch();
            rows.forEach(row -> add(row, merged));
            return merged.visitors();
        });
    }

    private static VisitorSketch add(Row row, VisitorSketch sketch) {
        Buffer registers = row.getBuffer("registers");
        if (registers != null) {
            return sketch.addRegisters(registers.getBytes());
        }
        for (Integer mark : row.getArrayOfIntegers("marks")) {
            sketch.add(mark);
        }
        return sketch;
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
