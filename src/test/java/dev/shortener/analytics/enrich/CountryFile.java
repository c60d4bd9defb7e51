package dev.shortener.analytics.enrich;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Arrays;

/**
 * Copies of the shipped country database in which something is otherwise. Immutable. The format (version 2) writes a text of two
 * characters as {@code 0x42} and the characters, and the metadata behind a marker at the end.
 */
public final class CountryFile {

    public static final Path SHIPPED = Path.of("data/country.mmdb");

    private static final byte[] MARKER = "\u00AB\u00CD\u00EFMaxMind.com".getBytes(StandardCharsets.ISO_8859_1);

    private final byte[] bytes;

    private CountryFile(byte[] bytes) {
        this.bytes = bytes;
    }

    public static CountryFile shipped() throws IOException {
        return new CountryFile(Files.readAllBytes(SHIPPED));
    }

    /** What is in one country is then said to be in another, or in a code that is none. */
    public CountryFile with(String country, String other) {
        byte[] changed = bytes.clone();
        int at = firstIndexOf(("B" + country).getBytes(StandardCharsets.ISO_8859_1), tree());
        changed[at + 1] = (byte) other.charAt(0);
        changed[at + 2] = (byte) other.charAt(1);
        return new CountryFile(changed);
    }

    /** Built at another time. */
    public CountryFile builtAt(Instant time) {
        byte[] changed = bytes.clone();
        byte[] key = "Kbuild_epoch".getBytes(StandardCharsets.ISO_8859_1);
        int at = firstIndexOf(key, metadata()) + key.length;
        int length = bytes[at + 1] == 2 && bytes[at] < 32
                ? bytes[at]
                : 0; // an unsigned number of up to 8 bytes: extended type 9
        long seconds = time.getEpochSecond();
        for (int i = 0; i < length; i++) {
            changed[at + 2 + i] = (byte) (seconds >> (8 * (length - 1 - i)));
        }
        return new CountryFile(changed);
    }

    /** Of another type; the name has as many characters as "country ipvAll". */
    public CountryFile ofType(String type) {
        byte[] changed = bytes.clone();
        byte[] key = "Mdatabase_typeN".getBytes(StandardCharsets.ISO_8859_1);
        byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(name, 0, changed, firstIndexOf(key, metadata()) + key.length, 14);
        return new CountryFile(changed);
    }

    /** With other bytes from a place on. */
    public CountryFile overwritten(int from, byte[] content) {
        byte[] changed = bytes.clone();
        System.arraycopy(content, 0, changed, from, content.length);
        return new CountryFile(changed);
    }

    /** Its first so many bytes. */
    public CountryFile cut(int length) {
        return new CountryFile(Arrays.copyOf(bytes, length));
    }

    public int length() {
        return bytes.length;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** Bytes of the search tree, as the metadata of the shipped file say. */
    public int tree() {
        byte[] key = "Jnode_count".getBytes(StandardCharsets.ISO_8859_1);
        int at = firstIndexOf(key, metadata()) + key.length;
        int nodes = 0;
        for (int i = 1; i <= (bytes[at] & 0x1F); i++) {
            nodes = (nodes << 8) | (bytes[at + i] & 0xFF);
        }
        return nodes * 6; // two records of 24 bits
    }

    /** Where the metadata begin. */
    public int metadata() {
        return firstIndexOf(MARKER, bytes.length - 1_000);
    }

    /** Written at once, under its name. */
    public Path writeTo(Path file) throws IOException {
        return Files.write(file, bytes);
    }

    /** Written under another name and renamed, so that there is never a half of it. */
    public Path renameTo(Path file) throws IOException {
        Path other = Files.write(file.resolveSibling(file.getFileName() + ".new"), bytes);
        return Files.move(other, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private int firstIndexOf(byte[] wanted, int from) {
        for (int at = from; at <= bytes.length - wanted.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new IllegalStateException("the shipped database has no such bytes");
    }
}
