package dev.shortener.analytics.worker;

import dev.shortener.analytics.bus.BatchOutcome;
import dev.shortener.analytics.bus.BatchOutcome.RejectedRecord;
import dev.shortener.analytics.bus.BatchSource;
import dev.shortener.analytics.bus.LocalBatches;
import dev.shortener.analytics.bus.RecordBatch;
import dev.shortener.analytics.enrich.ClickDecoder;
import dev.shortener.analytics.enrich.ClickEnricher;
import dev.shortener.analytics.metrics.PipelineMetrics;
import dev.shortener.analytics.metrics.Step;
import dev.shortener.analytics.store.ClickBatch;
import dev.shortener.analytics.store.ClickRow;
import dev.shortener.analytics.store.ClickWriter;
import dev.shortener.analytics.store.UnusableDatabaseException;
import dev.shortener.analytics.store.WriteResult;
import dev.shortener.analytics.worker.BatchPreparation.DecodedBatch;
import dev.shortener.analytics.worker.BatchRows.Run;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes batches from the consumers: decode, enrich, write, answer with the outcome. Confined to its context.
 *
 * <p>Several batches are under way at once; each is answered on its own, in any order. A worker tries each batch once: whoever
 * sent it decides when to send it again, and bounds how many there are.
 */
public final class EnrichWorker extends VerticleBase {

    /** Of all workers of a Vert.x together. Yauaa takes one at a time: one more for what comes before and after it. */
    private static final String PARSING = "user-agents";

    private static final int PARSING_THREADS = 2;

    /** A batch in more pieces than this is written when all of it can be: it is of a backlog, where work counts and not the wait. */
    private static final int MAX_PIECES = 16;

    private static final Future<Visitors> UNCOUNTED = Future.succeededFuture(Visitors.NONE);

    private final BatchPreparation preparation;
    private final PipelineMetrics metrics;
    private final InstantSource clock;
    private final Function<Context, ClickWriter> writers;
    private final Function<Vertx, BatchSource> sources;
    private final @Nullable VisitorMarking visitors;

    private ClickWriter writer;
    private BatchSource batches;
    private WorkerExecutor parsing;

    /**
     * Counts nothing, and takes the batches of its own node.
     *
     * @param decoder shared by all workers
     * @param enricher shared by all workers
     * @param writers opens the writer of one worker, confined to the context it is given
     */
    public EnrichWorker(ClickDecoder decoder, ClickEnricher enricher, Function<Context, ClickWriter> writers) {
        this(
                new BatchPreparation(decoder, enricher, ShadowComparison.NONE),
                PipelineMetrics.NONE,
                InstantSource.system(),
                writers,
                LocalBatches::new,
                null);
    }

    /**
     * @param preparation shared by all workers
     * @param metrics is told how long each step took
     * @param clock says how old a click is
     * @param writers opens the writer of one worker, confined to the context it is given
     * @param sources where the worker gets its batches from
     * @param visitors shared by all workers; null if visitors are not counted
     */
    public EnrichWorker(
            BatchPreparation preparation,
            PipelineMetrics metrics,
            InstantSource clock,
            Function<Context, ClickWriter> writers,
            Function<Vertx, BatchSource> sources,
            @Nullable VisitorMarking visitors) {
        this.visitors = visitors;
        this.preparation = preparation;
        this.metrics = metrics;
        this.clock = clock;
        this.writers = writers;
        this.sources = sources;
    }

    @Override
    public Future<?> start() {
        writer = writers.apply(context);
        batches = sources.apply(vertx);
        parsing = vertx.createSharedWorkerExecutor(PARSING, PARSING_THREADS);
        return batches.start(batch -> process(batch).otherwise(EnrichWorker::failure));
    }

    @Override
    public Future<?> stop() {
        return batches.stop().transform(done -> writer.close()).eventually(parsing::close);
    }

    /** A batch without a click is written too: the ledger must know of it. */
    private Future<BatchOutcome> process(RecordBatch batch) {
        long begin = System.nanoTime();
        DecodedBatch decoded = preparation.decode(batch);
        // What waits for the database shall not hold the texts of the events meanwhile.
        List<RejectedRecord> rejected = decoded.rejected();
        long decodedAt = took(Step.DECODE, begin);
        return visitors(decoded)
                .compose(found -> enrichAndWrite(new BatchRows(batch, decoded, found), decodedAt))
                .map(written -> outcome(rejected, written));
    }

    private Future<WriteResult> write(ClickBatch clicks, long begin) {
        return writer.write(clicks)
                .onComplete(done -> took(Step.WRITE, begin))
                .onSuccess(written -> tellLatency(clicks, written));
    }

    /** Of a batch with clicks that were there already it is not known which, and all of it counts. */
    private void tellLatency(ClickBatch clicks, WriteResult written) {
        if (written.stored() == 0) {
            return;
        }
        BitSet refused = new BitSet();
        written.refused().forEach(row -> refused.set(row.index()));
        long now = clock.millis();
        for (int index = 0; index < clicks.records().size(); index++) {
            ClickRow row = clicks.records().get(index).row();
            if (row != null && !refused.get(index)) {
                metrics.clickStoredAfter(now - row.click().clickedAt().toEpochMilli());
            }
        }
    }

    /** @return when the next step begins */
    private long took(Step step, long begin) {
        long now = System.nanoTime();
        metrics.stepTook(step, now - begin);
        return now;
    }

    private Future<Visitors> visitors(DecodedBatch decoded) {
        VisitorMarking marking = visitors;
        return marking == null ? UNCOUNTED : marking.of(decoded);
    }

    /** Parsing a user agent for the first time takes as long as a whole batch: that is not for an event loop. */
    private Future<WriteResult> enrichAndWrite(BatchRows rows, long begin) {
        if (preparation.enrichWhatIsWarm(rows)) {
            return write(rows.toBatch(), took(Step.ENRICH, begin));
        }
        List<Run> runs = rows.runs();
        Future<Void> rest = parsing.executeBlocking(
                () -> {
                    preparation.enrichTheRest(rows);
                    return null;
                },
                false);
        return runs.size() <= MAX_PIECES
                ? writeApart(rows, runs, rest, begin)
                : rest.compose(made -> write(rows.toBatch(), took(Step.ENRICH, begin)));
    }

    /** Who waits for yauaa, which may take seconds after a start, shall not hold up his neighbours. The batch is done when all of it is. */
    private Future<WriteResult> writeApart(BatchRows rows, List<Run> runs, Future<Void> rest, long begin) {
        List<Future<WriteResult>> written = new ArrayList<>(runs.size());
        for (Run run : runs) {
            Future<WriteResult> piece = run.isMade()
                    ? write(rows.toBatch(run), System.nanoTime())
                    : rest.compose(made -> write(rows.toBatch(run), took(Step.ENRICH, begin)));
            written.add(piece.map(result -> result.from(run.from())));
        }
        return Future.join(written).map(all -> WriteResult.sum(all.list()));
    }

    private static BatchOutcome outcome(List<RejectedRecord> undecodable, WriteResult written) {
        List<RejectedRecord> rejected = new ArrayList<>(undecodable);
        for (WriteResult.RefusedRow row : written.refused()) {
            rejected.add(new RejectedRecord(row.index(), row.rejection()));
        }
        return new BatchOutcome.Settled(written.stored(), written.duplicate(), rejected);
    }

    private static BatchOutcome failure(Throwable cause) {
        return cause instanceof UnusableDatabaseException
                ? new BatchOutcome.Impossible(String.valueOf(cause.getMessage()))
                : new BatchOutcome.Failed(cause.toString());
    }
}
