package dev.shortener.analytics.store;

import dev.shortener.analytics.config.ReadConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the counts of clicks, which are as of the last time that they were rolled up: a second or two ago, or longer if much comes in.
 * Thread-safe.
 *
 * <p>It has connections of its own, which may not write, and whose statements the server ends after a while. A question that cannot be
 * answered now fails; nothing is tried again. Needs SELECT on {@code click_totals}, {@code click_counts}, {@code click_counts_recent} and
 * {@code click_counts_progress}, and so can be another role than the one that writes.
 */
public final class ClickCounts {

    /** What a question calls all links together. */
    public static final String ALL_LINKS = "";

    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final int MOST_WAITING = 500;

    /** For more links than that, reading the heads takes as long as reading all. */
    private static final int MOST_OF_HEADS = 100;

    /** Links of each head, for each link that is asked for. */
    private static final int HEAD_DEPTH = 2;

    private final Duration patience;
    private final Pool pool;

    /**
     * @throws IllegalArgumentException if the TLS settings of the database contradict each other
     */
    public ClickCounts(Vertx vertx, ReadConfig config) {
        this.patience = config.statementTimeout().plus(GRACE);
        this.pool = PgBuilder.pool()
                .with(new PoolOptions()
                        .setMaxSize(config.connections())
                        .setMaxWaitQueueSize(MOST_WAITING)
                        .setConnectionTimeout((int) patience.toMillis())
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setIdleTimeout(60)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS))
                .connectingTo(options(config))
                .using(vertx)
                .build();
    }

    private static PgConnectOptions options(ReadConfig config) {
        return ConnectOptions.of(config.database(), config.statementTimeout())
                .addProperty("application_name", "analytics-consumer read")
                .addProperty(
                        "statement_timeout",
                        Long.toString(config.statementTimeout().toMillis()))
                .addProperty("jit", "off") // compiling takes longer than any of these questions
                .addProperty("default_transaction_read_only", "on");
    }

    /**
     * @param shortCode of the link, or {@link #ALL_LINKS}
     */
    public Future<ClickTotals> totals(String shortCode) {
        return ask(CountQueries.TOTALS, Tuple.of(shortCode)).map(ClickCounts::totals);
    }

    /**
     * @param shortCode of the link, or {@link #ALL_LINKS}
     * @param limit most values that are listed
     */
    public Future<CountedValues> breakdown(String shortCode, Dimension dimension, CountWindow window, int limit) {
        Tuple parameters = addWindow(Tuple.of(shortCode), window).addInteger(limit);
        return ask(CountQueries.breakdown(dimension), parameters).map(ClickCounts::values);
    }

    /**
     * The links that were clicked most. Of all time, they are read from an index; of a window, from the heads of its hours, days and
     * months, if those prove that no other link has as many clicks; else all links that were clicked within are summed.
     *
     * @param limit most links that are listed
     */
    public Future<CountedValues> topLinks(CountWindow window, int limit) {
        if (window.isAll()) {
            return ask(CountQueries.TOP_LINKS_OF_ALL, Tuple.of(limit)).map(ClickCounts::values);
        }
        Tuple parameters = addWindow(Tuple.tuple(), window).addInteger(limit);
        Future<RowSet<Row>> answer = limit > MOST_OF_HEADS
                ? ask(CountQueries.TOP_LINKS, parameters)
                : topOfHeads(window, limit)
                        .compose(found -> isProven(found)
                                ? Future.succeededFuture(found)
                                : ask(CountQueries.TOP_LINKS, parameters));
        return answer.map(ClickCounts::values);
    }

    Future<RowSet<Row>> topOfHeads(CountWindow window, int limit) {
        Tuple parameters = addWindow(Tuple.tuple(), window).addInteger(limit).addInteger(HEAD_DEPTH * limit);
        return ask(CountQueries.TOP_LINKS_OF_HEADS, parameters);
    }

    static boolean isProven(RowSet<Row> found) {
        return found.size() > 0 && found.iterator().next().getBoolean("proven");
    }

    /**
     * Clicks by hour or by day, in their order; those without a click are left out.
     *
     * @param shortCode of the link, or {@link #ALL_LINKS}
     * @param days whether by day, and not by hour
     */
    public Future<List<CountedBucket>> timeline(String shortCode, boolean days, CountWindow window) {
        Tuple parameters = Tuple.of(days ? "day" : "hour", shortCode)
                .addOffsetDateTime(utc(window.low()))
                .addOffsetDateTime(utc(window.high()));
        return ask(CountQueries.TIMELINE, parameters).map(ClickCounts::buckets);
    }

    /**
     * How far the counts have come. By the database's clock.
     *
     * @param askedAt the time of asking
     * @param rolledUpAt what had been committed by then is counted
     */
    record Progress(Instant askedAt, Instant rolledUpAt) {}

    Future<Progress> progress() {
        return ask(CountQueries.PROGRESS, Tuple.tuple()).map(rows -> {
            Row row = rows.iterator().next();
            Instant rolledUpAt = instant(row, "rolled_up_at");
            return new Progress(
                    row.getOffsetDateTime("asked_at").toInstant(), rolledUpAt == null ? Instant.EPOCH : rolledUpAt);
        });
    }

    /** Closes its connections. */
    public Future<Void> close() {
        return pool.close();
    }

    Future<RowSet<Row>> ask(String sql, Tuple parameters) {
        return pool.preparedQuery(sql).execute(parameters).timeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Tuple addWindow(Tuple parameters, CountWindow window) {
        List<CountWindow.Part> parts = window.parts();
        return parameters
                .addArrayOfString(parts.stream().map(CountWindow.Part::span).toArray(String[]::new))
                .addArrayOfOffsetDateTime(
                        parts.stream().map(part -> utc(part.low())).toArray(OffsetDateTime[]::new))
                .addArrayOfOffsetDateTime(
                        parts.stream().map(part -> utc(part.high())).toArray(OffsetDateTime[]::new))
                .addOffsetDateTime(utc(window.low()))
                .addOffsetDateTime(utc(window.high()));
    }

    private static ClickTotals totals(RowSet<Row> rows) {
        if (rows.size() == 0) {
            return ClickTotals.NONE;
        }
        Row row = rows.iterator().next();
        return new ClickTotals(
                row.getLong("clicks"), row.getLong("humans"), instant(row, "first_click"), instant(row, "last_click"));
    }

    private static CountedValues values(RowSet<Row> rows) {
        long total = 0;
        List<CountedValues.Value> values = new ArrayList<>(rows.size());
        for (Row row : rows) {
            Long counted = row.getLong("total");
            total = counted == null ? 0 : counted;
            String value = row.getString("value");
            if (value != null) {
                values.add(new CountedValues.Value(value, row.getLong("clicks")));
            }
        }
        return new CountedValues(total, values);
    }

    private static List<CountedBucket> buckets(RowSet<Row> rows) {
        List<CountedBucket> buckets = new ArrayList<>(rows.size());
        for (Row row : rows) {
            Instant start = row.getOffsetDateTime("start").toInstant();
            buckets.add(new CountedBucket(start, row.getLong("clicks"), row.getLong("humans")));
        }
        return buckets;
    }

    private static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
