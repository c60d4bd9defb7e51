package dev.shortener.analytics.app;

import com.hazelcast.config.Config;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.YamlConfigBuilder;
import com.hazelcast.core.HazelcastException;
import dev.shortener.analytics.bus.Addresses;
import dev.shortener.analytics.config.ClusterConfig;
import dev.shortener.analytics.config.FileFaults;
import dev.shortener.analytics.config.InvalidConfigException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * This process, alone or as a node of a Vert.x cluster by Hazelcast. Immutable.
 *
 * <p>What runs on it hears of each node that leaves, at {@link Addresses#DEPARTURES}.
 *
 * @param vertx of this process
 * @param id of this node, by which the others know it; empty for a process alone
 */
record ClusterNode(Vertx vertx, String id) {

    static ClusterNode alone(Vertx vertx) {
        return new ClusterNode(vertx, "");
    }

    /**
     * Joins the cluster, or begins one where no member is found.
     *
     * @param builder of the Vert.x that joins
     * @return this node, once it is a member; fails with a {@link CommandFailedException}
     * @throws InvalidConfigException if Hazelcast's file cannot be used, with its name and what is wrong
     */
    static Future<ClusterNode> join(ClusterConfig cluster, VertxBuilder builder) {
        ClusterManager manager = new HazelcastClusterManager(hazelcast(cluster.file()));
        return builder.withClusterManager(manager)
                .buildClustered()
                .onSuccess(vertx -> Departures.watch(vertx, manager))
                .map(vertx -> new ClusterNode(vertx, manager.getNodeId()))
                .recover(impossible -> Future.failedFuture(new CommandFailedException(
                        "cannot join the cluster as " + cluster.file() + " says: " + impossible.getMessage())));
    }

    /**
     * @throws InvalidConfigException if the file cannot be used
     */
    static Config hazelcast(Path file) {
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
