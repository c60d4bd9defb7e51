package dev.shortener.analytics.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheDirectoryTest {

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @Test
    void the_services_own_goes_before_the_users() throws IOException {
        environment.put("HOME", made("home"));
        assertThat(CacheDirectory.file(environment, "agents"))
                .contains(folder.resolve("home/.cache/analytics-consumer/agents"));
        environment.put("XDG_CACHE_HOME", made("cache"));
        assertThat(CacheDirectory.file(environment, "agents"))
                .contains(folder.resolve("cache/analytics-consumer/agents"));
        environment.put("CACHE_DIRECTORY", made("service") + ":" + made("other"));
        assertThat(CacheDirectory.file(environment, "agents")).contains(folder.resolve("service/agents"));
    }

    @Test
    void a_variable_that_names_no_directory_means_none_and_so_does_a_user_without_a_home() throws IOException {
        assertThat(CacheDirectory.file(environment, "agents")).isEmpty();
        environment.put("HOME", "/home/nobody-at-all");
        assertThat(CacheDirectory.file(environment, "agents")).isEmpty();
        environment.put("HOME", made("home"));
        environment.put("CACHE_DIRECTORY", "");
        assertThat(CacheDirectory.file(environment, "agents")).isEmpty();
        environment.put("CACHE_DIRECTORY", "relative");
        assertThat(CacheDirectory.file(environment, "agents")).isEmpty();
    }

    @Test
    void the_users_cache_need_not_be_there_yet_but_what_it_is_to_be_made_in() throws IOException {
        environment.put("XDG_CACHE_HOME", made("home") + "/new");
        assertThat(CacheDirectory.file(environment, "agents"))
                .contains(folder.resolve("home/new/analytics-consumer/agents"));
        environment.put("XDG_CACHE_HOME", folder.resolve("nobody/new").toString());
        assertThat(CacheDirectory.file(environment, "agents")).isEmpty();
        environment.put("XDG_CACHE_HOME", "new");
        assertThat(CacheDirectory.file(environment, "agents")).isEmpty();
        Files.writeString(folder.resolve("file"), "");
        environment.put("XDG_CACHE_HOME", folder.resolve("file").toString());
        assertThat(CacheDirectory.file(environment, "agents")).isEmpty();
    }

    @Test
    void the_configured_file_goes_before_all_and_off_means_none() throws IOException {
        environment.put("CACHE_DIRECTORY", made("service"));
        assertThat(knownAgents(Map.of())).isEqualTo(folder.resolve("service/known-agents"));
        assertThat(knownAgents(Map.of("enrich.knownagents", "/var/agents"))).isEqualTo(Path.of("/var/agents"));
        assertThat(knownAgents(Map.of("enrich.knownagents", "off"))).isNull();
    }

    private Path knownAgents(Map<String, String> overrides) {
        return ConfigLoader.load(ConfigFaultsTest.usable(), environment, overrides)
                .enrich()
                .knownAgents();
    }

    private String made(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name)).toString();
    }
}
