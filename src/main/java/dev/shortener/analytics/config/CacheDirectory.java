package dev.shortener.analytics.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where this process may keep what it can do without. Stateless. */
public final class CacheDirectory {

    private static final String OWN = "analytics-consumer";

    private CacheDirectory() {}

    /**
     * A file in the directory that systemd made for the service ({@code CACHE_DIRECTORY}, see systemd.exec), or else in the user's
     * ({@code XDG_CACHE_HOME}, {@code ~/.cache}; XDG Base Directory Specification). The first of these variables that there is decides, also
     * if it is empty: then there is no such directory. {@code XDG_CACHE_HOME} need not be there yet, as that specification says.
     *
     * @param environment variables of the process
     * @return empty if there is no such directory, or nothing may be written there
     */
    public static Optional<Path> file(Map<String, String> environment, String name) {
        if (environment.containsKey("CACHE_DIRECTORY")) {
            // systemd parts several by colons.
            return writable(environment.getOrDefault("CACHE_DIRECTORY", "").split(":", 2)[0])
                    .map(own -> own.resolve(name));
        }
        Optional<Path> cache = environment.containsKey("XDG_CACHE_HOME")
                ? writableOrToBeMade(environment.getOrDefault("XDG_CACHE_HOME", ""))
                : writable(environment.getOrDefault("HOME", "")).map(home -> home.resolve(".cache"));
        return cache.map(directory -> directory.resolve(OWN).resolve(name));
    }

    private static Optional<Path> writableOrToBeMade(String path) {
        return absolute(path).filter(directory -> isWritable(directory) || isToBeMade(directory));
    }

    private static Optional<Path> writable(String path) {
        return absolute(path).filter(CacheDirectory::isWritable);
    }

    private static boolean isToBeMade(Path directory) {
        Path above = directory.getParent();
        return Files.notExists(directory) && above != null && isWritable(above);
    }

    private static boolean isWritable(Path directory) {
        return Files.isDirectory(directory) && Files.isWritable(directory);
    }

    private static Optional<Path> absolute(String path) {
        try {
            return Optional.of(Path.of(path)).filter(Path::isAbsolute);
        } catch (InvalidPathException nonsense) {
            return Optional.empty();
        }
    }
}
