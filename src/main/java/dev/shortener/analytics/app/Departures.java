package dev.shortener.analytics.app;

import dev.shortener.analytics.bus.Addresses;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.spi.cluster.ClusterManager;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;

/**
 * Tells at {@link Addresses#DEPARTURES} which nodes have left the cluster. Confined to the context of its timer.
 *
 * <p>It looks at the list of members, which is in memory, and does not listen: the one listener that the manager takes is told after
 * the manager has cleaned up behind the node, which waits for the other nodes, and not at all if that fails.
 */
final class Departures {

    private static final Duration INTERVAL = Duration.ofMillis(250);
    private static final DeliveryOptions HERE = new DeliveryOptions().setLocalOnly(true);

    private final EventBus bus;
    private Set<String> known;

    Departures(EventBus bus, Collection<String> nodes) {
        this.bus = bus;
        this.known = Set.copyOf(nodes);
    }

    /** Looks until Vert.x is closed. */
    static void watch(Vertx vertx, ClusterManager manager) {
        Departures departures = new Departures(vertx.eventBus(), manager.getNodes());
        vertx.setPeriodic(INTERVAL.toMillis(), look -> {
            if (manager.isActive()) {
                departures.look(manager.getNodes());
            }
        });
    }

    /**
     * @param nodes that are there now
     */
    void look(Collection<String> nodes) {
        Set<String> now = Set.copyOf(nodes);
        known.stream()
                .filter(node -> !now.contains(node))
                .forEach(node -> bus.publish(Addresses.DEPARTURES, node, HERE));
        known = now;
    }
}
