package dev.shortener.analytics.app;

import dev.shortener.analytics.config.AppConfig;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the service until it is told to stop. */
@Command(
        name = "run",
        description = "Runs the service until SIGTERM or Ctrl-C: the default command.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  analytics-consumer run -conf conf/consumer.yaml",
            "  analytics-consumer run --set Log.Level=debug --set Consumers=2"
        })
final class RunCommand implements Callable<Integer> {

    /** More than stopping may take, which has a deadline of its own. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Mixin
    private ConfigOptions config;

    @Mixin
    private ClusterOption cluster;

    @Override
    public Integer call() {
        return run(config, cluster);
    }

    /** Blocks until a signal, or until a person has to mend something, and drains. */
    @SuppressWarnings("try") // the watch works as long as it is open
    static int run(ConfigOptions options, ClusterOption cluster) {
        AppConfig config = options.load();
        boolean isClustered = cluster.isJoined(config);
        StopSignal signal = StopSignal.listen(PATIENCE);
        try (LogLevelWatch watch = options.watchLogLevel(config);
                RunningPipeline pipeline = RunningPipeline.start(config, isClustered, signal.given())) {
            pipeline.awaitEnd(signal.given());
        }
        return 0;
    }
}
