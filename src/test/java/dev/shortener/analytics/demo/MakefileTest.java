package dev.shortener.analytics.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people type, and what CI runs. */
class MakefileTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "package",
                "kafka-up",
                "db-up",
                "db-migrate",
                "run-consumer",
                "run-all",
                "infra",
                "demo",
                "test",
                "pictures",
                "chaos",
                "soak",
                "jmh",
                "bench",
                "fmt",
                "clean"
            })
    void make_alone_lists_the_target_with_a_line(String target) throws Exception {
        assertThat(run("make")).containsPattern("(?m)^  " + target + " +\\S.*$");
    }

    @Test
    void the_compose_file_is_accepted() throws Exception {
        assumeTrue(exists("docker-compose"), "docker-compose is not installed");

        assertThat(run("docker-compose", "--profile", "consumer", "config", "--services"))
                .contains("postgres", "kafka", "migrate", "consumer");
    }

    private static boolean exists(String program) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(directory -> Path.of(directory, program).toFile().canExecute());
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
