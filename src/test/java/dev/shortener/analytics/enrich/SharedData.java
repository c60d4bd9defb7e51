package dev.shortener.analytics.enrich;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Test data that the project does not ship. A test that needs an absent file is skipped, and says so. */
public final class SharedData {

    private static final Path FOLDER = Path.of(System.getProperty("shared.data", "../shared/data"));

    private SharedData() {}

    public static Path file(String name) {
        Path file = FOLDER.resolve(name);
        assumeTrue(Files.exists(file), "skipped: " + file.toAbsolutePath() + " is absent (-Dshared.data=<folder>)");
        return file;
    }
}
