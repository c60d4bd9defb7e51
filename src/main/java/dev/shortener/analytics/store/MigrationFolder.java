package dev.shortener.analytics.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the migration files are: packed into the jar, or a folder. Immutable.
 *
 * @param folder the folder; null for the files that were packed with this class
 */
record MigrationFolder(@Nullable Path folder) {

    static final String UP = ".up.sql";
    private static final String DOWN = ".down.sql";
    private static final String PACKED = "migrations";

    /** As Flyway names it. */
    String location() {
        return folder == null ? "classpath:" + PACKED : "filesystem:" + folder.toAbsolutePath();
    }

    /**
     * What takes a migration back.
     *
     * @param script name of the file that migrated
     * @throws IOException if there is no such file
     */
    DownScript down(String script) throws IOException {
        String name = script.substring(0, script.length() - UP.length()) + DOWN;
        return new DownScript(name, folder == null ? packed(name) : Files.readString(folder.resolve(name)));
    }

    private static String packed(String name) throws IOException {
        try (InputStream file = MigrationFolder.class.getClassLoader().getResourceAsStream(PACKED + "/" + name)) {
            if (file == null) {
                throw new IOException("there is no file " + PACKED + "/" + name + " in this jar");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * A file that takes a migration back.
     *
     * @param name of the file
     * @param sql its statements
     */
    record DownScript(String name, String sql) {}
}
