package dev.shortener.analytics.app;

import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.metrics.PipelineCounts;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link Pipeline} with a Vert.x of its own, for those who may block. Thread-safe. Signals are for its owner. */
public final class RunningPipeline implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunningPipeline.class);
    private static final Duration DEADLINE = Duration.ofSeconds(25);

    private final Pipeline pipeline;
    private final AtomicBoolean stopped = new AtomicBoolean();

    private RunningPipeline(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * Returns when clicks flow.
     *
     * @throws RuntimeException that says what only a person can mend
     */
    public static RunningPipeline start(AppConfig config) {
        return start(config, false, Future.future(never -> {}));
    }

    /**
     * Returns when clicks flow, or earlier if it is to stop: then there is only {@link #stop} to be called.
     *
     * @param isClustered whether its Vert.x joins a cluster
     * @throws RuntimeException that says what only a person can mend
     */
    public static RunningPipeline start(AppConfig config, boolean isClustered, Future<Void> stop) {
        Pipeline.Ahead ahead = Pipeline.Ahead.of(config);
        VertxBuilder builder = ahead.metrics().measuring(Vertx.builder());
        ClusterNode node =
                isClustered ? ClusterNode.join(config.cluster(), builder).await() : ClusterNode.alone(builder.build());
        Pipeline pipeline;
        try {
            pipeline = new Pipeline(config, node, ahead);
        } catch (RuntimeException unusable) {
            node.vertx().close().await();
            throw unusable;
        }
        RunningPipeline running = new RunningPipeline(pipeline);
        try {
            either(pipeline.start(), stop).await();
        } catch (Exception unusable) { // a future that is awaited throws what it failed with, checked or not
            running.stop();
            throw unusable;
        }
        return running;
    }

    /** What the pipeline has done since its start. */
    public PipelineCounts counts() {
        return pipeline.counts();
    }

    /** Completes with what only a person can mend, if that ever happens. */
    public Future<String> impossible() {
        return pipeline.impossible();
    }

    /**
     * Blocks until there is a reason to stop.
     *
     * @param stop completes when somebody wants it
     * @throws CommandFailedException with what only a person can mend; if both happen at once, too
     */
    public void awaitEnd(Future<Void> stop) {
        either(impossible().mapEmpty(), stop).await();
        if (impossible().isComplete()) {
            throw new CommandFailedException(impossible().result());
        }
    }

    /** Drains and closes everything, within 25 seconds. Does nothing the second time. */
    @Override
    public void close() {
        stop();
    }

    /** The same as {@link #close}. */
    public void stop() {
        if (!stopped.compareAndSet(false, true)) {
            return;
        }
        try {
            pipeline.stop().await(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            LOG.warn("not drained in time, what was not committed is delivered again deadline={}", DEADLINE);
        } catch (Exception failed) {
            LOG.warn("not everything could be closed cause={}", failed.toString());
        }
    }

    /** Completes, or fails, as the one that is there first. */
    private static Future<Void> either(Future<Void> one, Future<Void> other) {
        Promise<Void> first = Promise.promise();
        one.onSuccess(first::tryComplete).onFailure(first::tryFail);
        other.onSuccess(first::tryComplete);
        return first.future();
    }
}
