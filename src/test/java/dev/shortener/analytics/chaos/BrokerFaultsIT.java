package dev.shortener.analytics.chaos;

import dev.shortener.analytics.demo.BrokerSettings;
import dev.shortener.analytics.demo.EmbeddedKafka;
import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.Servers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that stops, or cannot be reached. The service talks to it through a proxy, the load does not. */
class BrokerFaultsIT {

    private static final String CONTROL = "with_an_answer_before_the_write_a_crash_loses_clicks";

    @TempDir
    private static Path directory;

    private static TcpProxy proxy;
    private static EmbeddedKafka kafka;

    @BeforeAll
    static void open() {
        proxy = TcpProxy.to(() -> kafka.port("PROXIED"));
        kafka = EmbeddedKafka.start(BrokerSettings.in(directory)
                .withProperties(Map.of(
                        "listeners", "PROXIED://127.0.0.1:0",
                        "advertised.listeners", "PROXIED://127.0.0.1:" + proxy.port(),
                        "listener.security.protocol.map", "PROXIED:PLAINTEXT")));
    }

    @AfterAll
    static void close() {
        proxy.close();
        kafka.close();
    }

    @Test
    @Tag("chaos")
    void broker_stopped_and_started() throws Exception {
        endure(Fault.of("broker stopped and started", "polling and committing are retried until it is back")
                .lasting(Scale.seconds(3, 20))
                .injected(kafka::stop)
                .healed(kafka::startAgain));
    }

    @Test
    void broker_cut_off() throws Exception {
        endure(Fault.of(
                        "broker cut off by a proxy",
                        "the group gives its partitions away; it joins again and goes on from the last commit")
                .lasting(Scale.seconds(4, 60))
                .injected(proxy::cutOff)
                .healed(proxy::heal));
    }

    @Test
    @Tag("chaos")
    void half_open_connection_to_the_broker() throws Exception {
        endure(Fault.of(
                        "half-open connection (broker)",
                        "requests run into their time-out of 15 s, then it connects anew")
                .lasting(Scale.seconds(1, 10))
                .overWithin(Duration.ofSeconds(90))
                .injected(proxy::loseOtherEnds));
    }

    private static void endure(Fault fault) throws Exception {
        try (Lab lab = new Lab(kafka.bootstrapServers(), Servers.newDatabase()).withTopic();
                Service service = ServiceHere.start(lab, Map.of("Brokers", "127.0.0.1:" + proxy.port()));
                Experiment experiment = Experiment.on(lab, fault.name()).controlledBy(CONTROL)) {
            experiment.endure(fault, service);
        }
    }
}
