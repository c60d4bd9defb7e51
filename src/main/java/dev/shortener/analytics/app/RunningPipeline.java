package dev.shortener.analytics.app;

import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.metrics.PipelineCounts;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Pipeline} in a process of its own, for those who may block. Thread-safe.
 *
 * <p>SIGTERM and Ctrl-C drain it and end the process with status 0, within 25 seconds: the JVM would end it with 143 or 130 once
 * its hooks are through, so the hook itself ends it.
 */
public final class RunningPipeline {

    private static final Logger LOG = LoggerFactory.getLogger(RunningPipeline.class);
    private static final Duration DEADLINE = Duration.ofSeconds(25);

    private final Pipeline pipeline;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Thread onSignal = new Thread(this::drainAndExit, "drain");

    private RunningPipeline(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * Returns when clicks flow.
     *
     * @throws RuntimeException that says what only a person can mend
     */
    public static RunningPipeline start(AppConfig config) {
        Vertx vertx = Vertx.vertx(new VertxOptions());
        Pipeline pipeline;
        try {
            pipeline = new Pipeline(config, vertx);
        } catch (RuntimeException unusable) {
            vertx.close().await();
            throw unusable;
        }
        RunningPipeline running = new RunningPipeline(pipeline);
        Runtime.getRuntime().addShutdownHook(running.onSignal);
        try {
            pipeline.start().await();
        } catch (RuntimeException unusable) {
            running.stop();
            throw unusable;
        }
        return running;
    }

    /** What the pipeline has done since its start. */
    public PipelineCounts counts() {
        return pipeline.counts();
    }

    /** Blocks until only a person can mend what is wrong. */
    public String awaitImpossible() {
        return pipeline.impossible().await();
    }

    /** Drains and closes everything; a signal has nothing left to do afterwards. Does nothing the second time. */
    public void stop() {
        if (drain()) {
            try {
                Runtime.getRuntime().removeShutdownHook(onSignal);
            } catch (IllegalStateException exiting) {
                LOG.debug("stopped while the process is ending already");
            }
        }
    }

    private void drainAndExit() {
        drain();
        Runtime.getRuntime().halt(0);
    }

    private boolean drain() {
        if (!stopped.compareAndSet(false, true)) {
            return false;
        }
        try {
            pipeline.stop().await(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            LOG.warn("not drained in time, what was not committed is delivered again deadline={}", DEADLINE);
        } catch (RuntimeException failed) {
            LOG.warn("not everything could be closed cause={}", failed.toString());
        }
        return true;
    }
}
