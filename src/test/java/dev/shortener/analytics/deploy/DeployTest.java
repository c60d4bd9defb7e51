package dev.shortener.analytics.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shortener.analytics.support.ShippedQueries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** Image, compose file, unit and alert rules, against each other and against the documents. */
class DeployTest {

    private static final int LONGEST_STOP = 25 + 4;
    private static final Path UNIT = Path.of("deploy/systemd/analytics-consumer.service");

    @Test
    void every_alert_is_explained_and_no_other() throws IOException {
        String guide = Files.readString(Path.of("docs/OPERATIONS.md"));
        Set<String> explained = new HashSet<>();
        Matcher heading = Pattern.compile("(?m)^#### (Analytics\\w+)$").matcher(guide);
        while (heading.find()) {
            explained.add(heading.group(1));
        }

        assertThat(explained)
                .containsExactlyInAnyOrderElementsOf(ShippedQueries.ofAlerts().keySet());
    }

    @Test
    void the_image_runs_as_nobody_in_particular_with_a_health_check() throws IOException {
        String image = Files.readString(Path.of("Dockerfile"));
        String last = image.substring(image.lastIndexOf("\nFROM "));

        assertThat(last)
                .contains("\nUSER 10001\n", "\nSTOPSIGNAL SIGTERM\n", "\nHEALTHCHECK ", "GET /readyz")
                .contains("COPY --from=build /jre /opt/jre")
                .doesNotContain("COPY . .");
        assertThat(modules(image))
                .as("where the default generator of random numbers is")
                .contains("jdk.random");
        assertThat(modules(image))
                .as("modules of the runtime")
                .isSubsetOf(ModuleLayer.boot().modules().stream()
                        .map(Module::getName)
                        .toList());
    }

    private static List<String> modules(String image) {
        Matcher added = Pattern.compile("--add-modules (\\S+)").matcher(image);
        assertThat(added.find()).isTrue();
        return Arrays.asList(added.group(1).split(","));
    }

    @Test
    void the_compose_file_has_the_profile_and_mounts_what_is_there() throws IOException {
        Map<String, Map<String, Map<String, Object>>> file =
                new Yaml().load(Files.readString(Path.of("docker-compose.yml")));
        Map<String, Map<String, Object>> services = file.get("services");

        assertThat(services.entrySet().stream()
                        .filter(service -> List.of("observability")
                                .equals(service.getValue().get("profiles")))
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("prometheus", "grafana", "jaeger");
        for (Map<String, Object> service : services.values()) {
            for (Object volume : (List<?>) service.getOrDefault("volumes", List.of())) {
                String source = volume.toString().split(":", 2)[0];
                assertThat(!source.startsWith(".") || Files.exists(Path.of(source)))
                        .as(volume.toString())
                        .isTrue();
            }
        }
        assertThat(services.get("consumer")).containsEntry("read_only", true).containsKey("stop_grace_period");
        assertThat(seconds(services.get("consumer").get("stop_grace_period").toString()))
                .isGreaterThan(LONGEST_STOP);
    }

    @Test
    void the_unit_leaves_time_to_drain_and_does_not_repeat_a_wrong_configuration() throws IOException {
        String unit = Files.readString(UNIT);

        assertThat(seconds(value(unit, "TimeoutStopSec"))).isGreaterThan(LONGEST_STOP);
        assertThat(value(unit, "RestartPreventExitStatus")).isEqualTo("2");
        assertThat(unit)
                .contains("\nDynamicUser=yes\n", "\nProtectSystem=strict\n", "\nNoNewPrivileges=yes\n")
                .doesNotContain("\nMemoryDenyWriteExecute=yes");
    }

    @Test
    void systemd_takes_the_unit(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "systemd is not installed");
        Path unit = folder.resolve("analytics-consumer.service");
        Files.writeString(
                unit,
                Files.readString(UNIT)
                        .replace("/usr/bin/java", System.getProperty("java.home") + "/bin/java")
                        .replaceFirst("(?m)^WorkingDirectory=.*$", "WorkingDirectory=/"));

        Process verify = new ProcessBuilder("systemd-analyze", "verify", "--man=no", unit.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        verify.waitFor();

        assertThat(said.lines().filter(line -> line.contains("analytics-consumer.service")))
                .as(said)
                .isEmpty();
    }

    private static String value(String unit, String key) {
        Matcher line = Pattern.compile("(?m)^" + key + "=(.*)$").matcher(unit);
        assertThat(line.find()).as(key).isTrue();
        return line.group(1);
    }

    private static int seconds(String text) {
        return Integer.parseInt(text.replaceFirst("s$", ""));
    }
}
