package dev.shortener.analytics.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The programs of a PostgreSQL server, unpacked from the class path once per user and version. Thread-safe. */
final class PostgresBinaries {

    private PostgresBinaries() {}

    /**
     * The directory above {@code bin}, {@code lib} and {@code share}.
     *
     * @throws IllegalStateException if there are no binaries for this platform
     */
    static Path directory() throws IOException {
        byte[] archive = archive();
        Path cache =
                Path.of(System.getProperty("java.io.tmpdir"), "analytics-consumer-" + System.getProperty("user.name"));
        Path unpacked = cache.resolve("postgres-" + digest(archive));
        if (!Files.isDirectory(unpacked)) {
            Files.createDirectories(cache);
            unpackInto(cache, unpacked, archive);
        }
        refuseForeign(cache);
        return unpacked;
    }

    private static byte[] archive() throws IOException {
        String name = "/postgres-" + platform() + ".txz";
        try (InputStream resource = PostgresBinaries.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException("No PostgreSQL for this platform: " + name + " is not in the jar");
            }
            return resource.readAllBytes();
        }
    }

    private static String platform() {
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        return (mac ? "darwin" : "linux") + (arm ? "-arm_64" : "-x86_64");
    }

    private static String digest(byte[] archive) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Unpacked beside its place and moved there at once, so that another process sees all of it or nothing. */
    private static void unpackInto(Path cache, Path place, byte[] archive) throws IOException {
        Path beside = Files.createTempDirectory(cache, "unpacking");
        try {
            beside.toFile().setExecutable(true, false);
            beside.toFile().setReadable(true, false);
            unpack(archive, beside);
            Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException failure) {
            if (!Files.isDirectory(place)) {
                throw failure;
            }
        } finally {
            DirectoryTree.delete(beside);
        }
    }

    private static void unpack(byte[] archive, Path target) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, target.resolve(entry.getName()).normalize());
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path file) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, file);
            file.toFile().setExecutable((entry.getMode() & 0111) != 0, false);
        }
    }

    /** Whoever else may write where the programs lie may run programs as us. */
    private static void refuseForeign(Path cache) throws IOException {
        if (!Files.getOwner(cache).getName().equals(System.getProperty("user.name"))) {
            throw new IllegalStateException(cache + " belongs to another user: remove it, or set java.io.tmpdir");
        }
    }
}
