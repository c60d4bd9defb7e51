package dev.shortener.analytics.chaos;

import dev.shortener.analytics.app.Pipeline;
import dev.shortener.analytics.app.PipelineWithClock;
import dev.shortener.analytics.support.Lab;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The service in this process, with a clock that can be set. For the thread of one test. */
final class ServiceWithClock implements Service {

    private final Pipeline pipeline;
    private volatile Duration ahead = Duration.ZERO;

    private ServiceWithClock(Lab lab) {
        pipeline = PipelineWithClock.of(lab.config(ServiceHere.settings(Map.of())), Vertx.vertx(), () -> Instant.now()
                .plus(ahead));
    }

    static ServiceWithClock start(Lab lab) {
        ServiceWithClock service = new ServiceWithClock(lab);
        service.pipeline.start().await();
        return service;
    }

    /** From now on its clock is that much ahead of the time, or behind it. */
    void jump(Duration time) {
        ahead = time;
    }

    @Override
    public boolean isWithinBounds() {
        return !pipeline.impossible().isComplete();
    }

    @Override
    public String memory() {
        return "heap not measured";
    }

    @Override
    public void close() {
        pipeline.stop().await();
    }
}
