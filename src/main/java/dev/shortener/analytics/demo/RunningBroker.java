package dev.shortener.analytics.demo;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * The parts of one broker from start to stop. They are assembled here, as {@code KafkaRaftServer} assembles them, because
 * that class takes neither bound sockets nor a fault handler, and its own ends the whole process. Confined to its owner.
 */
final class RunningBroker {

    private static final Logger LOG = LoggerFactory.getLogger(RunningBroker.class);

    private final ControllerServer controller;
    private final BrokerServer broker;

    private RunningBroker(ControllerServer controller, BrokerServer broker) {
        this.controller = controller;
        this.broker = broker;
    }

    /** Starts controller and broker; returns when clients can connect. What was started is stopped again on failure. */
    static RunningBroker start(Map<String, String> properties, LoopbackSockets sockets) {
        KafkaConfig config = new KafkaConfig(properties, false);
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> storage = KafkaRaftServer.initializeLogDirs(config, LOG, "");
        SharedServer shared = share(config, storage._1(), sockets);
        RunningBroker running = new RunningBroker(
                new ControllerServer(shared, KafkaRaftServer.configSchema(), storage._2()), new BrokerServer(shared));
        running.startup();
        return running;
    }

    /** The port that a listener is bound to. */
    int port(String listener) {
        return broker.boundPort(ListenerName.normalised(listener));
    }

    /** Stops both and waits until their files and sockets are closed. */
    void shutdown() {
        broker.shutdown();
        controller.shutdown();
        broker.awaitShutdown();
        controller.awaitShutdown();
    }

    private void startup() {
        try {
            controller.startup();
            broker.startup();
        } catch (RuntimeException failure) {
            shutdown();
            throw failure;
        }
    }

    private static SharedServer share(KafkaConfig config, MetaPropertiesEnsemble storage, LoopbackSockets sockets) {
        QuorumConfig quorum = config.quorumConfig();
        return new SharedServer(
                config,
                storage,
                Time.SYSTEM,
                Server.initializeMetrics(
                        config, Time.SYSTEM, storage.clusterId().orElseThrow()),
                CompletableFuture.completedFuture(QuorumConfig.parseVoterConnections(quorum.voters())),
                QuorumConfig.parseBootstrapServers(quorum.bootstrapServers()),
                (name, fatal, action) -> new LoggingFaultHandler(name, action),
                sockets);
    }
}
