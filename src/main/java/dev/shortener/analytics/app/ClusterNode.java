package dev.shortener.analytics.app;

import com.hazelcast.config.Config;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.YamlConfigBuilder;
import com.hazelcast.core.HazelcastException;
import dev.shortener.analytics.config.ClusterConfig;
import dev.shortener.analytics.config.FileFaults;
import dev.shortener.analytics.config.InvalidConfigException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes this process a node of a Vert.x cluster, by Hazelcast. Stateless. */
final class ClusterNode {

    private ClusterNode() {}

    /**
     * Joins the cluster, or begins one where no member is found.
     *
     * @return the clustered Vert.x, once this node is a member; fails with a {@link CommandFailedException}
     * @throws InvalidConfigException if Hazelcast's file cannot be used, with its name and what is wrong
     */
    static Future<Vertx> join(ClusterConfig cluster) {
        Config hazelcast = hazelcast(cluster.file());
        return Vertx.builder()
                .withClusterManager(new HazelcastClusterManager(hazelcast))
                .buildClustered()
                .recover(impossible -> Future.failedFuture(new CommandFailedException(
                        "cannot join the cluster as " + cluster.file() + " says: " + impossible.getMessage())));
    }

    private static Config hazelcast(Path file) {
        try {
            return prepared(new YamlConfigBuilder(Files.newInputStream(file)).build());
        } catch (IOException unreadable) {
            throw invalid(file, FileFaults.reason(unreadable));
        } catch (HazelcastException | IllegalArgumentException wrong) {
            throw invalid(file, String.valueOf(wrong.getMessage()));
        }
    }

    private static InvalidConfigException invalid(Path file, String fault) {
        return new InvalidConfigException(List.of("Cluster.File: " + file + ": " + fault
                + "; allowed: a configuration of Hazelcast in YAML, such as conf/cluster.yaml"));
    }

    /** What Vert.x asks of its maps, and that a member neither calls its maker nor ends by itself on a signal: we end it in order. */
    private static Config prepared(Config config) {
        config.getMultiMapConfig("__vertx.subs")
                .setBackupCount(1)
                .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET);
        config.getMapConfig("__vertx.haInfo").setBackupCount(1);
        config.getMapConfig("__vertx.nodeInfo").setBackupCount(1);
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        return config;
    }
}
