package dev.shortener.analytics.app;

import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.config.InvalidConfigException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** The options of every command that works with the configuration. */
final class ConfigOptions {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigOptions.class);

    @Option(
            names = {"-conf", "-f", "--conf"},
            paramLabel = "FILE",
            defaultValue = "conf/consumer.yaml",
            description = "Configuration, YAML or JSON (default: ${DEFAULT-VALUE}).")
    private Path file = Path.of("conf/consumer.yaml");

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides a key of the configuration, such as --set Batch.MaxRecords=500. May be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    /**
     * Reads the configuration, makes the log write as it says, and logs its notices.
     *
     * @throws InvalidConfigException naming every fault
     */
    AppConfig load() {
        AppConfig config = ConfigFile.load(file, System.getenv(), overrides);
        LogSetup.apply(config.log());
        config.notices().forEach(notice -> LOG.info("{}", notice));
        return config;
    }

    /** As {@link #load}, for commands whose users do not care how the pipeline would run. */
    AppConfig loadQuietly() {
        AppConfig config = ConfigFile.load(file, System.getenv(), overrides);
        LogSetup.apply(config.log());
        return config;
    }

    /** Takes over changes of the log level from now on, until it is closed. */
    LogLevelWatch watchLogLevel(AppConfig used) {
        return LogLevelWatch.start(file, used.log().level(), () -> ConfigFile.load(file, System.getenv(), overrides));
    }

    Path file() {
        return file;
    }
}
