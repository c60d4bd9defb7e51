package dev.shortener.analytics.store;

import dev.shortener.analytics.config.DatabaseConfig;
import dev.shortener.analytics.config.ReadConfig;
import dev.shortener.analytics.event.EnrichedClick;
import dev.shortener.analytics.metrics.PipelineMetrics;
import dev.shortener.analytics.trace.Tracing;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** A database with visitors, of whom it is known how many there are. For one test. */
public final class VisitorLab implements AutoCloseable {

    /** So many are counted exactly, over all days of a month. */
    private static final int FEW = 1_000;

    private static final int DAYS = 32;

    public final DatabaseConfig database = TestPostgres.shared().migratedDatabase();
    public final ClickCounts counts;
    public final VisitorCounts visitors;
    final Vertx vertx;

    public VisitorLab(Vertx vertx) {
        this.vertx = vertx;
        this.counts = new ClickCounts(vertx, new ReadConfig(database, 2, Duration.ofSeconds(10)));
        this.visitors = new VisitorCounts(counts);
    }

    /** By the database's clock. */
    public LocalDate today() {
        return LocalDate.parse(TestPostgres.query(database, "SELECT CAST(now() AT TIME ZONE 'UTC' AS date)")
                .get(0)
                .get(0));
    }

    /** Clicks of visitors with these numbers, one each. */
    static List<ClickRow> clicks(String code, LocalDate day, int from, int to) {
        List<ClickRow> rows = new ArrayList<>();
        for (int number = from; number < to; number++) {
            ClickRow row = TestClicks.row(number);
            rows.add(new ClickRow(
                    new UUID(
                            row.id().getMostSignificantBits() ^ day.toEpochDay() << 20,
                            code.hashCode() * 1_000_003L ^ number),
                    new EnrichedClick(
                            code,
                            day.atStartOfDay(ZoneOffset.UTC).toInstant().plusSeconds(number % 86_400),
                            "DE",
                            row.click().deviceType(),
                            "google",
                            row.click().trafficChannel(),
                            "Firefox",
                            "Android",
                            null,
                            null),
                    null,
                    marks(code, day, number)));
        }
        return rows;
    }

    private static VisitorMarks marks(String code, LocalDate day, int visitor) {
        long person = new SplittableRandom(visitor * 1_000_003L ^ day.toEpochDay() << 40).nextLong();
        long ofLink = new SplittableRandom(person ^ code.hashCode()).nextLong();
        return VisitorMarks.of(apart(ofLink, day, visitor), apart(person, day, visitor));
    }

    /** Of two of a few who share a register one is not counted, which would be so on some days and not on others: they share none. */
    private static long apart(long hash, LocalDate day, int visitor) {
        if (visitor >= FEW) {
            return hash;
        }
        long register = (long) visitor * DAYS + day.getDayOfMonth();
        return register << (Long.SIZE - VisitorMarks.PRECISION) | hash >>> VisitorMarks.PRECISION;
    }

    /** Writes clicks of visitors with these numbers as the service does. */
    public VisitorLab write(VisitorChanges known, String code, LocalDate day, int from, int to) {
        Context context = vertx.getOrCreateContext();
        OnContext.await(OnContext.call(context, () -> {
            PgClickWriter writer = writer(known);
            return writer.write(TestClicks.batch(from, List.copyOf(clicks(code, day, from, to))))
                    .eventually(writer::close);
        }));
        return this;
    }

    PgClickWriter writer(VisitorChanges known) {
        return new PgClickWriter(vertx, database, Duration.ofSeconds(10), PipelineMetrics.NONE, Tracing.NONE, known);
    }

    /** Moves everything into the sketches. */
    public VisitorLab rollUp() {
        TestPostgres.query(database, "SELECT roll_up_click_visitors(true, 100000)");
        return this;
    }

    /** As if visitors had been counted for long. */
    public VisitorLab countingSince(Instant since) {
        TestPostgres.execute(
                database, "UPDATE click_visitor_progress SET seen_at = now(), counting_since = '" + since + "'");
        return this;
    }

    public long within(String code, LocalDate from, LocalDate to) {
        return OnContext.await(visitors.within(code, window(from, to))).orElse(-1L);
    }

    static CountWindow window(LocalDate from, LocalDate to) {
        return new CountWindow(
                from.atStartOfDay(ZoneOffset.UTC).toInstant(),
                to == null ? null : to.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    @Override
    public void close() {
        OnContext.await(counts.close());
    }
}
