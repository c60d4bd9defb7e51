package dev.shortener.analytics.enrich;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A file of {@code data/}, as it is packed into the jar. Stateless. */
final class DataFile {

    private DataFile() {}

    static InputStream open(String name) {
        InputStream resource = DataFile.class.getResourceAsStream("/data/" + name);
        if (resource == null) {
            throw new IllegalStateException("data/" + name + " is not packed into the jar");
        }
        return resource;
    }

    /** The rows of a file of columns parted by tabs; comments and empty lines are passed over. */
    static List<String[]> rows(String name, int columns) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(open(name), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> columnsOf(name, line, columns))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String[] columnsOf(String name, String line, int columns) {
        String[] found = line.split("\t", -1);
        if (found.length != columns) {
            throw new IllegalStateException(
                    "data/" + name + ": " + found.length + " columns instead of " + columns + " in: " + line);
        }
        return found;
    }
}
