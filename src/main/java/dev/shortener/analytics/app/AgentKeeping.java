package dev.shortener.analytics.app;

import dev.shortener.analytics.enrich.ClickEnricher;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is known of user agents for the next start: every few minutes, as a process may be killed, and at the end. Thread-safe; files
 * are written on worker threads.
 */
final class AgentKeeping {

    static final Duration INTERVAL = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(AgentKeeping.class);

    private final Vertx vertx;
    private volatile @Nullable ClickEnricher enricher;
    private volatile long timer = -1;

    AgentKeeping(Vertx vertx) {
        this.vertx = vertx;
    }

    /** From now on. */
    void start(ClickEnricher kept) {
        enricher = kept;
        timer = vertx.setPeriodic(INTERVAL.toMillis(), now -> keepNow());
    }

    /** Completes when everything has been kept. Never fails. */
    Future<Void> stop() {
        vertx.cancelTimer(timer);
        return keepNow();
    }

    private Future<Void> keepNow() {
        ClickEnricher kept = enricher;
        return kept == null
                ? Future.succeededFuture()
                : vertx.executeBlocking(() -> {
                    keep(kept);
                    return null;
                });
    }

    /** Blocks. That it fails costs the next start some seconds, and is said. */
    static void keep(ClickEnricher enricher) {
        try {
            int agents = enricher.keepAgents();
            if (agents > 0) {
                LOG.info("known user agents kept agents={}", agents);
            }
        } catch (IOException unwritable) {
            LOG.warn(
                    "key=Enrich.KnownAgents known user agents cannot be kept, the next start takes longer reason=\"{}\"",
                    unwritable.toString());
        }
    }
}
