package dev.shortener.analytics.enrich;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Test data that the project does not ship. A test that needs an absent file is skipped, and says so. */
public final class SharedData {

    private static final Path FOLDER = Path.of(System.getProperty("shared.data", "../shared/data"));

    private SharedData() {}

    /** Empty if it is absent: for a test that also has other data to go on. */
    public static Optional<Path> find(String name) {
        return Optional.of(FOLDER.resolve(name)).filter(Files::exists);
    }

    public static Path file(String name) {
        Path file = FOLDER.resolve(name);
        assumeTrue(Files.exists(file), "skipped: " + file.toAbsolutePath() + " is absent (-Dshared.data=<folder>)");
        return file;
    }
}
