package dev.shortener.analytics.app;

import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.http.MoreRoutes;
import dev.shortener.analytics.http.live.LivePage;
import dev.shortener.analytics.http.live.LiveSources;
import dev.shortener.analytics.http.live.LiveStream;
import dev.shortener.analytics.http.live.NewestClicks;
import dev.shortener.analytics.metrics.PipelineCounts;
import dev.shortener.analytics.store.ClickWriter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the page shows of this process: taken from the pipeline, served by the HTTP server. Thread-safe, but for what is said otherwise. */
final class LiveView implements MoreRoutes {

    private final Vertx vertx;
    private final InstantSource clock;
    private final LiveSources sources;
    private final LetterBoard letters;
    private final NewestClicks newest = new NewestClicks();
    private @Nullable LiveStream stream;

    /**
     * @param questions where its numbers come from
     * @param counts what the pipeline has done
     */
    LiveView(
            Vertx vertx,
            AppConfig config,
            PipelineParts.Questions questions,
            Supplier<PipelineCounts> counts,
            InstantSource clock) {
        this.vertx = vertx;
        this.clock = clock;
        this.letters = new LetterBoard(vertx, config);
        this.sources = new LiveSources(
                counts, questions.lag(), questions.problems(), new PipelineParts(questions, clock)::look, letters);
    }

    /** A writer whose clicks are seen. */
    ClickWriter watched(ClickWriter writer) {
        return new WatchedWriter(writer, newest);
    }

    @Override
    public void mountOpen(Router router) {
        LivePage.mountFiles(router);
    }

    @Override
    public void mountGuarded(Router router) {
        LiveStream started = new LiveStream(vertx, sources, newest, clock);
        started.start();
        new LivePage(started, letters).mountApi(router);
        stream = started;
    }

    @Override
    public void stop() {
        LiveStream started = stream;
        if (started != null) {
            started.stop();
        }
    }

    /** Closes its Kafka client, if there is one. */
    Future<Void> close() {
        return letters.close();
    }
}
