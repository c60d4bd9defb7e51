package dev.shortener.analytics.store;

import dev.shortener.analytics.config.DatabaseConfig;
import dev.shortener.analytics.metrics.PipelineMetrics;
import dev.shortener.analytics.store.WriteResult.RefusedRow;
import dev.shortener.analytics.trace.StatementSpan;
import dev.shortener.analytics.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes clicks to PostgreSQL over a connection of its own. Confined to the context that created it.
 *
 * <p>A batch is one statement, which the database stores or refuses as a whole. That of new clicks takes less time than the one that
 * leaves out those that are there already; so it is tried first, unless clicks have just come that were. Refused for its content, it is halved and written
 * again until the rows at fault stand alone: about 2 log₂ n further statements for one bad row among n, at most 3 n if all are.
 * Each of these statements enters what it wrote in the ledger, so that every record is in it once.
 *
 * <p>The connection is opened by {@link #connect} or the first write and, once lost, by the next one; writes that come meanwhile wait for
 * the same attempt. Nothing is retried here: a write that finds the world broken fails, and may have been stored all the same. Writing it
 * again is safe, as its rows keep their ids.
 */
public final class PgClickWriter implements ClickWriter {

    /** So many are written with care after one that was not all new: whoever reads a partition again has thousands to read. */
    private static final int BATCHES_AFTER_REPEAT = 64;

    private final DatabaseConfig database;
    private final PipelineMetrics metrics;
    private final Tracing tracing;
    private final @Nullable VisitorChanges visitors;
    private final StandingSession session;
    private final RulesVersionIds versions = new RulesVersionIds();
    private final Promise<Void> drained = Promise.promise();
    private int underWay;
    private int repeatsExpected;
    private boolean closing;

    /**
     * @param vertx whose current context this writer is confined to
     * @param database where the clicks go
     * @param statementTimeout longest time without an answer before the connection is closed and its writes fail
     * @param metrics is told of every statement and every connection that fails
     * @throws IllegalArgumentException if the TLS settings of {@code database} contradict each other
     */
    public PgClickWriter(Vertx vertx, DatabaseConfig database, Duration statementTimeout, PipelineMetrics metrics) {
        this(vertx, database, statementTimeout, metrics, Tracing.NONE, null);
    }

    /**
     * @param tracing is told of every statement of a batch that is traced
     * @param visitors knows what is in the sketches of visitors already; null if they are not counted
     */
    public PgClickWriter(
            Vertx vertx,
            DatabaseConfig database,
            Duration statementTimeout,
            PipelineMetrics metrics,
            Tracing tracing,
            @Nullable VisitorChanges visitors) {
        this.visitors = visitors;
        this.database = database;
        this.metrics = metrics;
        this.tracing = tracing;
        this.session = new StandingSession(
                vertx, database, statementTimeout, failure -> metrics.statementFailed(failure.stateClass()));
    }

    /** Opens the connection ahead of the first write, which tries again if that fails. */
    public void connect() {
        session.get();
    }

    @Override
    public Future<WriteResult> write(ClickBatch batch) {
        if (closing) {
            return Future.failedFuture(new IllegalStateException("the writer is closed"));
        }
        underWay++;
        return write(batch, 0).onComplete(result -> settled());
    }

    @Override
    public Future<Void> close() {
        closing = true;
        completeIfDrained();
        return drained.future().compose(nothingLeft -> session.close());
    }

    /** @param index of the first of these records in the batch that was written */
    private Future<WriteResult> write(ClickBatch batch, int index) {
        return session.get().compose(open -> execute(open, batch).recover(cause -> {
            DatabaseFailure failure = DatabaseFailure.ofStatement(cause);
            return failed(open, batch, index, failure);
        }));
    }

    private Future<WriteResult> execute(PgSession open, ClickBatch batch) {
        List<ClickRow> rows = batch.rows();
        StatementSpan span = tracing.insert(batch.trace(), rows.size());
        VisitorChange change = VisitorChanges.of(visitors, rows);
        return versions.of(open, rows)
                .compose(known -> insert(open, change, change.addTo(ClickInsert.parameters(batch, rows, known))))
                .map(answer -> (int) answer.iterator().next().getLong("stored").longValue())
                .map(stored -> new WriteResult(stored, rows.size() - stored, List.of()))
                .onSuccess(written -> done(span, change))
                .onFailure(cause -> span.failed(sqlState(DatabaseFailure.ofStatement(cause))));
    }

    private void done(StatementSpan span, VisitorChange change) {
        span.done();
        if (!change.isEmpty()) {
            change.written();
            metrics.visitorsMarked(change.marks().size());
        }
    }

    /** Nearly all clicks are new. Where one is not, those around it have probably been read before too. */
    private Future<RowSet<Row>> insert(PgSession open, VisitorChange change, Tuple parameters) {
        if (repeatsExpected > 0) {
            repeatsExpected--;
            return open.execute(change.insertUnlessPresent(), parameters);
        }
        return open.execute(change.insertNew(), parameters).recover(cause -> {
            if (!DatabaseFailure.ofStatement(cause).isOfPresentRow()) {
                return Future.failedFuture(cause);
            }
            repeatsExpected = BATCHES_AFTER_REPEAT;
            return open.execute(change.insertUnlessPresent(), parameters);
        });
    }

    private static String sqlState(DatabaseFailure failure) {
        String state = failure.sqlState();
        return state == null ? failure.stateClass() : state;
    }

    private Future<WriteResult> failed(PgSession open, ClickBatch batch, int index, DatabaseFailure failure) {
        metrics.statementFailed(failure.stateClass());
        if (!failure.connectionSurvives()) {
            open.retire();
        }
        if (failure.kind() != DatabaseFailure.Kind.REFUSED || batch.rows().isEmpty()) {
            return Future.failedFuture(failure.asException(database));
        }
        return batch.records().size() > 1 ? halve(batch, index) : reject(batch, index, failure);
    }

    private Future<WriteResult> halve(ClickBatch batch, int index) {
        int middle = batch.records().size() / 2;
        Future<WriteResult> lower = write(batch.lower(middle), index);
        Future<WriteResult> upper = write(batch.upper(middle), index + middle);
        return Future.join(lower, upper).map(both -> WriteResult.sum(both.list()));
    }

    /** The ledger must know of it before anybody hears of it. */
    private Future<WriteResult> reject(ClickBatch batch, int index, DatabaseFailure failure) {
        return write(batch.asRejected(), index)
                .map(recorded -> new WriteResult(0, 0, List.of(new RefusedRow(index, failure.rejection()))));
    }

    private void settled() {
        underWay--;
        completeIfDrained();
    }

    private void completeIfDrained() {
        if (closing && underWay == 0) {
            drained.tryComplete();
        }
    }
}
