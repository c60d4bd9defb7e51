package dev.shortener.analytics.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file {@code postmaster.pid}, in which a server says that a data directory is its own. A server that was killed leaves
 * it behind, and a process of somebody else may have been given the number since. Immutable; reads the file each time.
 */
final class PostmasterFile {

    private final Path dataDir;
    private final Path file;

    PostmasterFile(Path dataDir) {
        this.dataDir = dataDir;
        this.file = dataDir.resolve("postmaster.pid");
    }

    /** The living server of this data directory; empty if there is none, whatever the file says. */
    Optional<ProcessHandle> server() throws IOException {
        return process().filter(this::servesThisDirectory);
    }

    /**
     * Lets a server start although the file names a living process of somebody else, or a dead one that nobody has reaped.
     * It is not removed, because the server also learns from it whether processes of a killed one are still there. Instead
     * it is made to name this process, which the server takes for the one that holds the file on its behalf.
     */
    void disownIfForeign() throws IOException {
        Optional<ProcessHandle> named = process();
        if (named.isPresent() && !servesThisDirectory(named.get())) {
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            lines.set(0, Long.toString(ProcessHandle.current().pid()));
            Files.write(file, lines);
        }
    }

    private Optional<ProcessHandle> process() throws IOException {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.isEmpty()
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(lines.get(0).strip()));
        } catch (NoSuchFileException | NumberFormatException unusable) {
            return Optional.empty();
        }
    }

    /** The name of a process of another user may be hidden; its arguments are not. */
    private boolean servesThisDirectory(ProcessHandle process) {
        ProcessHandle.Info info = process.info();
        boolean named = info.command().map(name -> name.endsWith("/postgres")).orElse(true);
        List<String> arguments = List.of(info.arguments().orElse(new String[0]));
        return process.isAlive() && named && arguments.contains(dataDir.toString());
    }
}
