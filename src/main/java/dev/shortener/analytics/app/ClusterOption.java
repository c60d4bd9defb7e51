package dev.shortener.analytics.app;

import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.config.InvalidConfigException;
import java.util.List;
import picocli.CommandLine.Option;

/** The option of those commands that run the service. */
final class ClusterOption {

    @Option(
            names = {"-cluster", "--cluster"},
            description = "Joins a Vert.x cluster, as Cluster.File says.")
    private boolean joined;

    /**
     * Whether to join.
     *
     * @throws InvalidConfigException if the configuration wants work to be shared, and there is nobody to share it with
     */
    boolean isJoined(AppConfig config) {
        if (config.cluster().role().shares() && !joined) {
            throw new InvalidConfigException(
                    List.of("Cluster.Role: '" + config.cluster().role().name().toLowerCase(java.util.Locale.ROOT)
                            + "' needs the option -cluster; allowed without it: local"));
        }
        return joined;
    }
}
