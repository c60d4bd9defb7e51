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
import dev.shortener.analytics.store.WriteResult.RefusedRow;
import dev.shortener.analytics.worker.BatchPreparation.DecodedBatch;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Takes batches from the consumers: decode, enrich, write, answer with the outcome. Confined to its context.
 *
 * <p>Several batches are under way at once; each is answered on its own, in any order. A worker tries each batch once: whoever
 * sent it decides when to send it again, and bounds how many there are.
 */
public final class EnrichWorker extends VerticleBase {

    private final BatchPreparation preparation;
    private final PipelineMetrics metrics;
    private final InstantSource clock;
    private final Function<Context, ClickWriter> writers;
    private final Function<Vertx, BatchSource> sources;

    private ClickWriter writer;
    private BatchSource batches;

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
                LocalBatches::new);
    }

    /**
     * @param preparation shared by all workers
     * @param metrics is told how long each step took
     * @param clock says how old a click is
     * @param writers opens the writer of one worker, confined to the context it is given
     * @param sources where the worker gets its batches from
     */
    public EnrichWorker(
            BatchPreparation preparation,
            PipelineMetrics metrics,
            InstantSource clock,
            Function<Context, ClickWriter> writers,
            Function<Vertx, BatchSource> sources) {
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
        return batches.start(batch -> process(batch).otherwise(EnrichWorker::failure));
    }

    @Override
    public Future<?> stop() {
        return batches.stop().transform(done -> writer.close());
    }

    /** A batch without a click is written too: the ledger must know of it. */
    private Future<BatchOutcome> process(RecordBatch batch) {
        long begin = System.nanoTime();
        DecodedBatch decoded = preparation.decode(batch);
        long decodedAt = took(Step.DECODE, begin);
        return enrich(batch, decoded)
                .compose(clicks -> write(clicks, took(Step.ENRICH, decodedAt)))
                .map(written -> outcome(decoded, written));
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
        Set<Integer> refused = written.refused().stream().map(RefusedRow::index).collect(Collectors.toSet());
        long now = clock.millis();
        for (int index = 0; index < clicks.records().size(); index++) {
            ClickRow row = clicks.records().get(index).row();
            if (row != null && !refused.contains(index)) {
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

    /** Parsing a user agent for the first time takes as long as a whole batch: that is not for an event loop. */
    private Future<ClickBatch> enrich(RecordBatch batch, DecodedBatch decoded) {
        return preparation.isWarm(decoded)
                ? Future.succeededFuture(preparation.enrich(batch, decoded))
                : vertx.executeBlocking(() -> preparation.enrich(batch, decoded), false);
    }

    private static BatchOutcome outcome(DecodedBatch decoded, WriteResult written) {
        List<RejectedRecord> rejected = new ArrayList<>(decoded.rejected());
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
