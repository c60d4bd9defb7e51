package dev.shortener.analytics.app;

import dev.shortener.analytics.config.AppConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the service until it is told to stop. */
@Command(
        name = "run",
        description = "Runs the service until SIGTERM or Ctrl-C: the default command.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    @Mixin
    private ConfigOptions config;

    @Override
    public Integer call() {
        return run(config.load());
    }

    /** Blocks until a person has to mend something, and says what; a signal drains, and ends the process from its hook. */
    static int run(AppConfig config) {
        RunningPipeline pipeline = RunningPipeline.start(config);
        String reason = pipeline.awaitImpossible();
        pipeline.stop();
        throw new CommandFailedException(reason);
    }
}
