package dev.shortener.analytics.app;

import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.http.AnalyticsRpc;
import dev.shortener.analytics.http.ClickReader;
import dev.shortener.analytics.http.MoreRoutes;
import dev.shortener.analytics.http.ReadApi;
import dev.shortener.analytics.http.Readiness;
import dev.shortener.analytics.store.ClickCounts;
import dev.shortener.analytics.store.CompleteUntil;
import dev.shortener.analytics.store.CountedUntil;
import dev.shortener.analytics.store.VisitorCounts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The servers that answer questions about clicks, and what they ask. Confined to whoever starts and stops it, one after the other. */
final class ReadServers {

    private final Vertx vertx;
    private final AppConfig config;
    private final InstantSource clock;
    private final TopicWatermarks watermarks;
    private final List<ClickCounts> opened = new ArrayList<>();

    ReadServers(Vertx vertx, AppConfig config, InstantSource clock) {
        this.vertx = vertx;
        this.config = config;
        this.clock = clock;
        this.watermarks = new TopicWatermarks(vertx, config.kafka());
    }

    /**
     * Completes when they listen; fails if an address is taken. Does not wait for the database.
     *
     * @param more what is served over HTTP beside the counts
     */
    Future<Void> start(Readiness readiness, MoreRoutes more) {
        if (!config.http().enabled() && !config.grpc().enabled()) {
            return Future.succeededFuture();
        }
        ClickCounts counts = new ClickCounts(vertx, config.read());
        opened.add(counts);
        CompleteUntil complete = new CompleteUntil(vertx, config.database());
        ClickReader reader = new ClickReader(
                counts,
                new CountedUntil(complete, counts, watermarks::ask),
                config.privacy().visitors() ? new VisitorCounts(counts) : null);
        Future<?> http = config.http().enabled()
                ? vertx.deployVerticle(new ReadApi(config.http(), reader, clock, more))
                : Future.succeededFuture();
        Future<?> grpc = config.grpc().enabled()
                ? vertx.deployVerticle(new AnalyticsRpc(config.grpc(), reader, readiness))
                : Future.succeededFuture();
        return Future.all(http, grpc).mapEmpty();
    }

    /** Closes what they ask; they themselves go with their Vert.x. */
    Future<Void> stop() {
        Future<Void> closed = watermarks.close();
        for (ClickCounts counts : opened) {
            closed = closed.eventually(counts::close);
        }
        return closed;
    }
}
