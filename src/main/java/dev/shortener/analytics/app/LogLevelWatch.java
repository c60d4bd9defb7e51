package dev.shortener.analytics.app;

import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.config.FileStamp;
import dev.shortener.analytics.config.InvalidConfigException;
import dev.shortener.analytics.config.LogConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the configuration file every second, and takes over {@code Log.Level} when it has changed; everything else stays as it was
 * at the start. A thread of its own looks; what it finds is for that thread alone.
 */
final class LogLevelWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogLevelWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Path file;
    private final Supplier<AppConfig> load;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "log-level-watch");
        made.setDaemon(true);
        return made;
    });
    private LogConfig.Level level;
    private @Nullable FileStamp used;
    private @Nullable FileStamp seen;

    private LogLevelWatch(Path file, LogConfig.Level level, Supplier<AppConfig> load) {
        this.file = file;
        this.level = level;
        this.load = load;
        this.used = stamp();
        this.seen = used;
    }

    /**
     * @param file to look at, through links
     * @param level that is in use
     * @param load reads the configuration as at the start
     */
    static LogLevelWatch start(Path file, LogConfig.Level level, Supplier<AppConfig> load) {
        LogLevelWatch watch = new LogLevelWatch(file, level, load);
        var unused = watch.thread.scheduleWithFixedDelay(
                watch::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    /** A file that is the same for two looks is whole. */
    private void look() {
        FileStamp now = stamp();
        if (now != null && now.equals(seen) && !now.equals(used)) {
            used = now;
            takeOver();
        }
        seen = now;
    }

    private void takeOver() {
        try {
            LogConfig.Level wanted = load.get().log().level();
            if (wanted != level) {
                LogSetup.setLevel(wanted);
                LOG.warn("log level changed from={} to={} file={}", name(level), name(wanted), file);
                level = wanted;
            }
        } catch (InvalidConfigException unusable) {
            LOG.warn(
                    "the configuration file has changed and cannot be used, the log level stays level={} reason=\"{}\"",
                    name(level),
                    String.join("; ", unusable.faults()));
        } catch (RuntimeException unexpected) {
            LOG.warn("the configuration file cannot be looked at, the log level stays", unexpected);
        }
    }

    private @Nullable FileStamp stamp() {
        try {
            return FileStamp.of(file);
        } catch (IOException gone) {
            return null;
        }
    }

    private static String name(LogConfig.Level level) {
        return Objects.toString(level).toLowerCase(java.util.Locale.ROOT);
    }

    /** Looks no more. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
