package dev.shortener.analytics.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.app.Main;
import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.ServiceFile;
import dev.shortener.analytics.support.ServiceProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that somebody breaks while the service runs. */
@Tag("chaos")
class ConfigurationFaultsIT {

    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(25);

    @TempDir
    private Path folder;

    private final Lab lab = new Lab().withTopic();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void configuration_broken() throws Exception {
        Fault fault = Fault.of(
                "configuration broken",
                "the running service goes on; the next start ends with status 2 and says all that is wrong");
        Path file = Path.of(ServiceFile.of(lab, folder, "DevServer: {Enabled: false}"));
        String sound = Files.readString(file);
        try (Experiment experiment = Experiment.on(lab, fault.name())
                        .controlledBy("a_configuration_that_is_wrong_and_sound_is_seen_by_the_oracle_alone");
                ServiceApart first = ServiceApart.start(file.toString()).awaitRunning()) {
            experiment.flowing();
            Files.writeString(file, sound.replace("Consumers: 2", "Consumers: many") + "\nBrokres: here\n");
            Experiment.pause(Duration.ofSeconds(1));
            assertThat(first.isWithinBounds()).isTrue();
            first.process().terminate();
            assertThat(first.process().awaitExit(STOPPED_WITHIN)).isZero();

            ServiceProcess refused = ServiceProcess.run(Main.class, "-conf", file.toString());
            assertThat(refused.status()).isEqualTo(2);
            assertThat(refused.errors())
                    .anyMatch(line -> line.contains("Consumers") && line.contains("many"))
                    .anyMatch(line -> line.contains("Brokres"));

            Files.writeString(file, sound);
            try (ServiceApart second = ServiceApart.start(file.toString()).awaitRunning()) {
                experiment.conclude(fault, second.memory());
            }
        }
    }

    /** The control: another topic is nothing that a start could refuse, and the clicks that nobody reads must be missed. */
    @Test
    void a_configuration_that_is_wrong_and_sound_is_seen_by_the_oracle_alone() throws Exception {
        Path file = Path.of(ServiceFile.of(lab, folder, "DevServer: {Enabled: false}"));
        try (Experiment experiment = Experiment.on(lab, "control: configuration wrong and sound")) {
            try (ServiceApart first = ServiceApart.start(file.toString()).awaitRunning()) {
                experiment.flowing();
                first.process().terminate();
                assertThat(first.process().awaitExit(STOPPED_WITHIN)).isZero();
            }
            Files.writeString(file, Files.readString(file).replace(lab.topic(), lab.topic() + "-elsewhere"));
            try (ServiceApart second = ServiceApart.start(file.toString()).awaitRunning()) {
                SentLog sent = experiment.load().stop();
                Experiment.pause(Duration.ofSeconds(1));
                assertThat(second.isWithinBounds()).isTrue();
                assertThat(experiment.backlog().records()).isPositive();
                assertThat(Oracle.complaints(Evidence.of(lab, sent), Oracle.ALL))
                        .anyMatch(complaint -> complaint.startsWith(Law.NOTHING_LOST.name()));
            }
        }
    }
}
