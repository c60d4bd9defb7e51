package dev.shortener.analytics.enrich;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * One list, as it was read. Immutable; whatever is wrong in it is handed on with its file and line, and reading goes on.
 *
 * @param name such as {@code devices.tsv}
 * @param location for messages: which file it is
 * @param content its bytes
 * @param faults takes one sentence for each fault
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, from the reader to the parser
record DataFile(String name, String location, byte[] content, Consumer<String> faults) {

    private static final JsonFactory JSON = new JsonFactory();

    /** Takes a row; what it cannot use, it says with an IllegalArgumentException: what is wrong, and what is allowed. */
    @FunctionalInterface
    interface RowReader {

        void read(List<String> row);
    }

    /** Takes a whole document; a fault is said with {@link #faultAt}. */
    @FunctionalInterface
    interface DocumentReader {

        void read(JsonParser json) throws IOException;
    }

    /**
     * Reads the rows of a file of columns parted by tabs, without its comments.
     *
     * @param columns their names
     */
    void forEachRow(List<String> columns, RowReader reader) {
        String[] lines = text().split("\r?\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (!lines[i].isBlank() && !lines[i].startsWith("#")) {
                readRow(i + 1, Arrays.asList(lines[i].split("\t", -1)), columns, reader);
            }
        }
    }

    private void readRow(int line, List<String> row, List<String> columns, RowReader reader) {
        if (row.size() != columns.size()) {
            faultAt(
                    line,
                    "it has " + row.size() + (row.size() == 1 ? " column" : " columns") + "; allowed: " + columns.size()
                            + ", parted by tabs: " + String.join(", ", columns));
            return;
        }
        try {
            reader.read(row);
        } catch (IllegalArgumentException unusable) {
            faultAt(line, String.valueOf(unusable.getMessage()));
        }
    }

    /** Reads a JSON document. */
    void readJson(DocumentReader reader) {
        try (JsonParser json = JSON.createParser(content)) {
            reader.read(json);
        } catch (JsonProcessingException malformed) {
            int line = malformed.getLocation() == null
                    ? 1
                    : malformed.getLocation().getLineNr();
            faultAt(line, "it is not JSON: " + malformed.getOriginalMessage());
        } catch (IOException impossible) {
            throw new IllegalStateException("reading from memory failed", impossible);
        }
    }

    /** Something is wrong in this line, from 1. */
    void faultAt(int line, String sentence) {
        faults.accept(location + " line " + line + ": " + sentence);
    }

    void faultAt(JsonParser json, String sentence) {
        faultAt(json.currentLocation().getLineNr(), sentence);
    }

    private String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException wrongEncoding) {
            faults.accept(location + ": it is not UTF-8 text");
            return "";
        }
    }
}
