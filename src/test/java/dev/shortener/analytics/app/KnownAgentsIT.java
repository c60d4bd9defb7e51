package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.ServiceFile;
import dev.shortener.analytics.support.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of user agents goes from one run to the next. */
class KnownAgentsIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int CLICKS = 500;
    private static final String READ = "known user agents read path=.* agents=1";

    @TempDir
    private Path folder;

    private final Lab lab = new Lab().withTopic();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void the_service_keeps_it_when_it_stops_and_a_broken_file_stops_nothing() throws IOException {
        Files.writeString(file(), "broken");
        run(1);
        byte[] kept = Files.readAllBytes(file());
        assertThat(kept).hasSizeGreaterThan(100);

        run(2);
        assertThat(file()).as("nothing new has been learned").hasBinaryContent(kept);
        assertThat(lab.number("SELECT count(*) FROM clicks WHERE browser = 'Curl' AND device_type = 'Bot'"))
                .isEqualTo(2 * CLICKS);
        assertThat(lab.number("SELECT count(DISTINCT rules_version) FROM clicks"))
                .isEqualTo(1);
    }

    /** The control: where it is off, nothing is kept. */
    @Test
    void off_is_off() {
        lab.send(Lab.events(0, CLICKS));
        RunningPipeline pipeline = RunningPipeline.start(lab.config(Map.of("Enrich.KnownAgents", "off")));
        await().atMost(SOON).until(() -> lab.committed() == CLICKS);
        pipeline.stop();

        assertThat(file()).doesNotExist();
    }

    @Test
    void enrich_answers_the_same_with_what_it_learned_the_time_before() {
        ServiceProcess first = enrich();
        ServiceProcess next = enrich();

        assertThat(first.errors())
                .noneMatch(line -> line.matches(".*" + READ))
                .anyMatch(line -> line.endsWith("kept agents=1"));
        assertThat(next.errors()).anyMatch(line -> line.matches(".*" + READ)).noneMatch(line -> line.contains("kept"));
        assertThat(next.output()).isEqualTo(first.output()).hasSize(1);
    }

    private void run(int times) {
        lab.send(Lab.events((times - 1) * CLICKS, CLICKS));
        RunningPipeline pipeline = RunningPipeline.start(lab.config(Map.of("Enrich.KnownAgents", file().toString())));
        await().atMost(SOON).until(() -> lab.committed() == (long) times * CLICKS);
        pipeline.stop();
    }

    private ServiceProcess enrich() {
        String conf = ServiceFile.of(lab, folder, "Enrich: {KnownAgents: " + file() + "}");
        try (ServiceProcess process = ServiceProcess.start(Main.class, "enrich", "-conf", conf)) {
            return process.input(Lab.event("abc", 1_731_000_001));
        }
    }

    private Path file() {
        return folder.resolve("known-agents");
    }
}
