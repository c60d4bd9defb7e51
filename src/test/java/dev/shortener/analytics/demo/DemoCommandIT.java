package dev.shortener.analytics.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.ServiceProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration as a process. */
class DemoCommandIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** For temporary files of all tests: what was unpacked for the first serves the next. */
    @TempDir
    private static Path folder;

    private final List<ServiceProcess> started = new ArrayList<>();

    @AfterEach
    void close() {
        started.forEach(process -> process.terminate().awaitExit(SOON));
    }

    @Test
    void ctrl_c_drains_prints_the_result_and_leaves_nothing_behind() throws IOException {
        ServiceProcess demo = demo("--rate", "100");
        demo.awaitError("open http://127.0.0.1:\\d+/");
        demo.awaitError("published .* stored [1-9]");
        assertThat(PostgresProcesses.below(folder)).hasSize(1);
        assertThat(directories()).hasSize(1);
        demo.interrupt();

        assertThat(demo.awaitExit(SOON)).as(demo::toString).isZero();
        JsonObject result = resultOf(demo);
        assertThat(result.getLong("stored")).isPositive().isEqualTo(result.getLong("published"));
        assertThat(result.getLong("rejected") + result.getLong("duplicate")).isZero();
        assertThat(demo.errors()).anyMatch(line -> line.contains("SELECT count(*):  rows " + result.getLong("stored")));
        leavesNothingBehind(demo);
    }

    @Test
    void a_signal_during_the_start_ends_it_as_well() throws IOException {
        ServiceProcess demo = demo("--generate", "100");
        await().atMost(SOON).pollInterval(Duration.ofMillis(10)).until(() -> !directories()
                .isEmpty());
        demo.terminate();

        assertThat(demo.awaitExit(SOON)).as(demo::toString).isZero();
        assertThat(resultOf(demo).getLong("published")).isZero();
        leavesNothingBehind(demo);
    }

    @Test
    void until_drained_it_ends_when_each_line_of_the_file_is_accounted_for() throws IOException {
        List<String> lines = new ArrayList<>(Lab.events(0, 500));
        lines.add(250, "{\"short_code\":");
        Path file = Files.write(folder.resolve("clicks.ndjson"), lines);
        ServiceProcess demo = demo("--input", file.toString(), "--until-drained");

        assertThat(demo.awaitExit(SOON)).as(demo::toString).isZero();
        assertThat(resultOf(demo).getMap())
                .containsEntry("published", 501)
                .containsEntry("stored", 500)
                .containsEntry("duplicate", 0)
                .containsEntry("rejected", 1)
                .containsKey("seconds");
        leavesNothingBehind(demo);
    }

    @Test
    void a_file_that_is_not_there_is_one_line_before_anything_is_started() throws IOException {
        ServiceProcess demo = demo("--input", "/no/such.ndjson", "--until-drained");

        assertThat(demo.awaitExit(SOON)).isEqualTo(1);
        assertThat(demo.errors()).containsExactly("error: --input /no/such.ndjson: there is no such readable file");
        leavesNothingBehind(demo);
    }

    private ServiceProcess demo(String... arguments) {
        List<String> all = new ArrayList<>(List.of("demo"));
        all.addAll(List.of(arguments));
        ServiceProcess demo =
                ServiceProcess.start(List.of("-Djava.io.tmpdir=" + folder), DemoMain.class, all.toArray(String[]::new));
        started.add(demo);
        return demo;
    }

    private static JsonObject resultOf(ServiceProcess demo) {
        assertThat(demo.output()).as(demo::toString).isNotEmpty();
        return new JsonObject(demo.output().get(demo.output().size() - 1));
    }

    private List<Path> directories() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("analytics-demo"))
                    .toList();
        }
    }

    private void leavesNothingBehind(ServiceProcess demo) throws IOException {
        assertThat(PostgresProcesses.below(folder)).isEmpty();
        assertThat(directories()).isEmpty();
        assertThat(demo.errors())
                .as("nobody is troubled by a broker that closes")
                .noneMatch(line -> line.contains("NetworkClient"))
                .noneMatch(line -> line.contains("Flyway"))
                .noneMatch(line -> line.startsWith("\tat "));
    }
}
