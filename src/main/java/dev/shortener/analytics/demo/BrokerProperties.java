package dev.shortener.analytics.demo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The configuration of a broker that is alone, also its own controller, and in a hurry to start. */
final class BrokerProperties {

    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final String LOOPBACK = "127.0.0.1";

    /** One node has no one to replicate to. */
    private static final Map<String, String> ALONE = Map.ofEntries(
            Map.entry("default.replication.factor", "1"),
            Map.entry("min.insync.replicas", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"));

    /**
     * The defaults are those of a server with a hundred members: 50 partitions for a handful of groups, a buffer of 128 MiB
     * for compaction, a wait of three seconds for further members. The session time-out is what a start after a kill waits
     * for, as the controller still trusts the dead broker.
     */
    private static final Map<String, String> SMALL_AND_QUICK = Map.ofEntries(
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("offsets.topic.num.partitions", "4"),
            Map.entry("transaction.state.log.num.partitions", "4"),
            Map.entry("share.coordinator.state.topic.num.partitions", "4"),
            Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
            Map.entry("broker.heartbeat.interval.ms", "500"),
            Map.entry("broker.session.timeout.ms", "6000"),
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "4"));

    private BrokerProperties() {}

    private static final List<String> LISTS =
            List.of("listeners", "advertised.listeners", "listener.security.protocol.map");

    /** The properties of a broker on these two ports, those of {@code settings} last; listeners named there are further ones. */
    static Map<String, String> of(BrokerSettings settings, int clientPort, int controllerPort) {
        Map<String, String> properties = new HashMap<>(addresses(clientPort, controllerPort));
        properties.putAll(ALONE);
        properties.putAll(SMALL_AND_QUICK);
        properties.put("log.dirs", settings.dataDir().toString());
        properties.put("num.partitions", Integer.toString(settings.partitions()));
        properties.put("auto.create.topics.enable", Boolean.toString(settings.autoCreateTopics()));
        settings.properties().forEach((name, value) -> {
            String own = properties.get(name);
            properties.put(name, LISTS.contains(name) && own != null ? own + "," + value : value);
        });
        return properties;
    }

    private static Map<String, String> addresses(int clientPort, int controllerPort) {
        return Map.of(
                "node.id",
                Integer.toString(NODE_ID),
                "process.roles",
                "broker,controller",
                "listeners",
                Stream.of(listener("PLAINTEXT", clientPort), listener(CONTROLLER_LISTENER, controllerPort))
                        .collect(Collectors.joining(",")),
                "advertised.listeners",
                listener("PLAINTEXT", clientPort),
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name",
                "PLAINTEXT",
                "controller.listener.names",
                CONTROLLER_LISTENER,
                "controller.quorum.voters",
                NODE_ID + "@" + LOOPBACK + ":" + controllerPort);
    }

    private static String listener(String name, int port) {
        return name + "://" + LOOPBACK + ":" + port;
    }
}
