package dev.shortener.analytics.app;

import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.support.Lab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PipelineIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final Lab lab = new Lab();
    private final List<RunningPipeline> running = new ArrayList<>();

    @AfterEach
    void close() {
        running.forEach(RunningPipeline::stop);
        lab.close();
    }

    @Test
    void clicks_flow_from_the_topic_to_the_table() {
        lab.withTopic().send(Lab.events(0, 5_000));
        start(Map.of());
        await().atMost(SOON).until(() -> lab.count() == 5_000);
        await().atMost(SOON).until(() -> lab.committed() == 5_000);
    }

    private RunningPipeline start(Map<String, String> overrides) {
        RunningPipeline pipeline = RunningPipeline.start(lab.config(overrides));
        running.add(pipeline);
        return pipeline;
    }
}
