package dev.shortener.analytics.enrich;

import dev.shortener.analytics.config.FileFaults;
import dev.shortener.analytics.config.InvalidConfigException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where lists are read from: those that travel in the jar, and those that an operator puts in their place. Confined to one load, which
 * ends with {@link #throwIfFaulty}.
 *
 * <p>All faults of all lists are reported at once, each with its file, its line and what is allowed there.
 */
final class RuleLists {

    /** Every list there is. */
    static final List<String> NAMES = List.of(
            "agents.tsv",
            "crawlers.json",
            "devices.tsv",
            "referrers.json",
            "remainders.tsv",
            "source-names.tsv",
            "sources.tsv");

    private static final int MAX_BYTES = 16 << 20;
    private static final int REPORTED_FAULTS = 20;
    private static final int DIGEST_CHARS = 16;

    private final @Nullable String key;
    private final Map<String, Path> replaced = new TreeMap<>();
    private final Map<String, String> digests = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    private RuleLists(@Nullable String key) {
        this.key = key;
    }

    /** The lists of the jar. */
    static RuleLists shipped() {
        return new RuleLists(null);
    }

    /**
     * The lists of the jar, but for those that are found at {@code path}.
     *
     * @param key of the configuration, for messages
     * @param path a directory, or one file; null for none. Files that are no list, such as a README, are not looked at, but a
     *     {@code .tsv} or {@code .json} that no list is called like would be a typing error without effect, and is a fault
     */
    static RuleLists at(String key, @Nullable Path path) {
        RuleLists lists = new RuleLists(key);
        if (path != null) {
            lists.find(path);
        }
        return lists;
    }

    /** One of {@link #NAMES}. */
    DataFile file(String name) {
        Path path = replaced.get(name);
        String location = path == null ? "data/" + name : path.toString();
        byte[] content = new byte[0];
        try {
            content = path == null ? packed(name) : replacement(path);
            digests.put(name, digest(content));
        } catch (IOException unreadable) {
            faults.add(location + ": " + FileFaults.reason(unreadable));
        }
        return new DataFile(name, location, content, faults::add);
    }

    /** The lists that were read, each with the beginning of its SHA-256. */
    String identity() {
        return identity(digests.keySet());
    }

    /**
     * The same of some of them.
     *
     * @param names of those, see {@link #NAMES}
     */
    String identity(Collection<String> names) {
        return digests.entrySet().stream()
                .filter(list -> names.contains(list.getKey()))
                .map(list -> list.getKey() + "=" + list.getValue())
                .collect(Collectors.joining(" "));
    }

    /** The beginning of a SHA-256, in hexadecimal. */
    static String digest(byte[] content) {
        return HexFormat.of().formatHex(Sha256.of(content)).substring(0, DIGEST_CHARS);
    }

    /**
     * Ends the load if any list has a fault.
     *
     * @throws InvalidConfigException if it is the operator's
     * @throws IOException if it is one of the jar's
     */
    void throwIfFaulty() throws IOException {
        if (faults.isEmpty()) {
            return;
        }
        if (key == null) {
            throw new IOException(String.join("; ", faults));
        }
        List<String> reported = new ArrayList<>();
        faults.stream().limit(REPORTED_FAULTS).forEach(fault -> reported.add(key + ": " + fault));
        if (faults.size() > REPORTED_FAULTS) {
            reported.add(key + ": and " + (faults.size() - REPORTED_FAULTS) + " faults more");
        }
        throw new InvalidConfigException(reported);
    }

    private void find(Path path) {
        if (!Files.isDirectory(path)) {
            FileFaults.find(path).ifPresentOrElse(fault -> faults.add(path + ": " + fault), () -> replace(path));
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                boolean looksLikeAList = !name.startsWith(".") && (name.endsWith(".tsv") || name.endsWith(".json"));
                if (looksLikeAList) {
                    replace(file);
                }
            }
        } catch (IOException unreadable) {
            faults.add(path + ": " + FileFaults.reason(unreadable));
        }
        if (replaced.isEmpty() && faults.isEmpty()) {
            faults.add(path + ": there is no list in it; allowed: " + String.join(", ", NAMES));
        }
    }

    private void replace(Path file) {
        String name = file.getFileName().toString();
        if (NAMES.contains(name)) {
            replaced.put(name, file);
        } else {
            faults.add(file + ": no list is called like that; allowed: " + String.join(", ", NAMES));
        }
    }

    private static byte[] replacement(Path path) throws IOException {
        if (Files.size(path) > MAX_BYTES) {
            throw new IOException("it has more than " + MAX_BYTES + " bytes, which is no list");
        }
        return Files.readAllBytes(path);
    }

    private static byte[] packed(String name) throws IOException {
        try (InputStream in = RuleLists.class.getResourceAsStream("/data/" + name)) {
            if (in == null) {
                throw new FileNotFoundException("it is missing from the jar");
            }
            return in.readAllBytes();
        }
    }
}
