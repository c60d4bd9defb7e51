package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.enrich.CountryFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountryCheckTest {

    private static final Instant BUILT = Instant.parse("2026-03-01T00:00:00Z");

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = CountryFile.shipped().builtAt(BUILT).writeTo(folder.resolve("country.mmdb"));
    }

    @Test
    void a_database_of_up_to_sixty_days_is_sound() {
        assertThat(after(Duration.ZERO).verdict()).isEqualTo("ok");
        assertThat(after(Duration.ofDays(60)))
                .isEqualTo(new CountryCheck("ok", file + ", country ipvAll built 2026-03-01T00:00:00Z, 60 days old"));
    }

    @Test
    void an_older_one_is_warned_of() {
        CountryCheck found = after(Duration.ofDays(60).plusSeconds(1));
        assertThat(found.verdict()).isEqualTo("warn");
        assertThat(found.isFault()).isFalse();
        assertThat(after(Duration.ofDays(100)).found())
                .contains("100 days old", "replace the file, no restart is needed");
    }

    @Test
    void what_the_service_could_not_use_is_a_fault() throws IOException {
        Files.writeString(file, "no database");
        assertThat(after(Duration.ZERO))
                .matches(CountryCheck::isFault)
                .extracting(CountryCheck::found)
                .asString()
                .startsWith(file + ": ");
    }

    @Test
    void a_missing_one_is_warned_of_and_none_is_noted() throws IOException {
        Files.delete(file);
        assertThat(after(Duration.ZERO).verdict()).isEqualTo("warn");
        assertThat(CountryCheck.of(null, InstantSource.fixed(BUILT)).verdict()).isEqualTo("note");
    }

    private CountryCheck after(Duration age) {
        return CountryCheck.of(file, InstantSource.fixed(BUILT.plus(age)));
    }
}
