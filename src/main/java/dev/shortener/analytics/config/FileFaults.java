package dev.shortener.analytics.config;

import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Why a file cannot be read, in words for people. Stateless. */
public final class FileFaults {

    private FileFaults() {}

    /** What is wrong with {@code file} as something to read; empty if nothing is. */
    public static Optional<String> find(Path file) {
        if (!Files.exists(file)) {
            return Optional.of("there is no such file");
        }
        if (Files.isDirectory(file)) {
            return Optional.of("it is a directory");
        }
        return Files.isReadable(file) ? Optional.empty() : Optional.of("reading it is not permitted");
    }

    /** Half a sentence for what reading a file threw; never the content of the file. */
    public static String reason(Exception failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (failure instanceof AccessDeniedException) {
            return "reading it is not permitted";
        }
        if (failure instanceof CharacterCodingException) {
            return "it is not UTF-8 text";
        }
        if (failure instanceof InvalidPathException) {
            return "that is no path";
        }
        return String.valueOf(failure.getMessage());
    }
}
