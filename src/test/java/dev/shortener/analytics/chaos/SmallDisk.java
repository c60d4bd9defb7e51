package dev.shortener.analytics.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A file system in memory that is soon full, where this process may mount one. For the thread of one test. */
final class SmallDisk implements AutoCloseable {

    private final Path path;

    private SmallDisk(Path path) {
        this.path = path;
    }

    /** Empty where only root may mount, and this is not root. */
    static Optional<SmallDisk> mounted(Path path, int mebibytes) throws IOException {
        Files.createDirectories(path);
        return run("mount", "-t", "tmpfs", "-o", "mode=0777,size=" + mebibytes + "m", "tmpfs", path.toString())
                ? Optional.of(new SmallDisk(path))
                : Optional.empty();
    }

    Path path() {
        return path;
    }

    /** Leaves no room for anything else. */
    void fill() throws IOException {
        byte[] block = new byte[4_096];
        try (var file = Files.newOutputStream(path.resolve("ballast"))) {
            while (true) {
                file.write(block);
            }
        } catch (IOException full) {
            if (!String.valueOf(full.getMessage()).contains("No space left")) {
                throw full;
            }
        }
    }

    void empty() throws IOException {
        Files.delete(path.resolve("ballast"));
    }

    @Override
    public void close() {
        run("umount", "-l", path.toString());
    }

    private static boolean run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
