package dev.shortener.analytics.enrich;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One of the lists in {@code data/}, as it travels in the jar. Stateless; read once, at start.
 *
 * @param name of the file
 */
record DataFile(String name) {

    private static final JsonFactory JSON = new JsonFactory();

    /**
     * The rows of a file of columns parted by tabs, without its comments.
     *
     * @throws IOException if it is absent, or a row has another number of columns
     */
    List<List<String>> rows(int columns) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(open(), StandardCharsets.UTF_8))) {
            List<List<String>> rows = reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> List.of(line.split("\t", -1)))
                    .toList();
            for (List<String> row : rows) {
                if (row.size() != columns) {
                    throw new IOException("data/" + name + ": " + columns + " columns expected in " + row);
                }
            }
            return rows;
        }
    }

    /**
     * A parser before the first token of a JSON file, to be closed by the caller.
     *
     * @throws IOException if it is absent
     */
    JsonParser json() throws IOException {
        return JSON.createParser(open());
    }

    private InputStream open() throws IOException {
        InputStream in = DataFile.class.getResourceAsStream("/data/" + name);
        if (in == null) {
            throw new FileNotFoundException("data/" + name + " is missing from the jar");
        }
        return in;
    }
}
