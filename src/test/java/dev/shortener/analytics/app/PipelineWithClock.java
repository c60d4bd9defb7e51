package dev.shortener.analytics.app;

import dev.shortener.analytics.config.AppConfig;
import io.vertx.core.Vertx;
import java.time.InstantSource;

/** A pipeline that takes the time from elsewhere. Stateless. */
public final class PipelineWithClock {

    private PipelineWithClock() {}

    public static Pipeline of(AppConfig config, Vertx vertx, InstantSource clock) {
        return new Pipeline(config, vertx, clock);
    }
}
