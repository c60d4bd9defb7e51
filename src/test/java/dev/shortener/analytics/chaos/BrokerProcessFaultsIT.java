package dev.shortener.analytics.chaos;

import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.Servers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker in a process of its own, which dies. */
@Tag("chaos")
class BrokerProcessFaultsIT {

    @TempDir
    private Path directory;

    @Test
    void broker_killed() throws Exception {
        try (BrokerApart broker = BrokerApart.start(directory);
                Lab lab = new Lab(broker.address(), Servers.newDatabase()).withTopic()) {
            Fault fault = Fault.of("broker `kill -9`", "polling and committing are retried until it is back")
                    .lasting(Scale.seconds(1, 5))
                    .injected(broker::kill)
                    .healed(broker::startAgain);
            try (Service service = ServiceHere.start(lab, Map.of());
                    Experiment experiment = Experiment.on(lab, fault.name())
                            .controlledBy("with_an_answer_before_the_write_a_crash_loses_clicks")) {
                experiment.endure(fault, service);
            }
        }
    }
}
