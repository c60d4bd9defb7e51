package dev.shortener.analytics.enrich;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** User agents with the classes that other people's test suites give them. Stateless. */
public final class LabelledAgents {

    private static final String FILE = "/labelled/user-agents.ndjson.gz";
    private static final ObjectMapper JSON = new ObjectMapper();

    private LabelledAgents() {}

    public static List<LabelledAgent> all() throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Objects.requireNonNull(LabelledAgents.class.getResourceAsStream(FILE))),
                StandardCharsets.UTF_8))) {
            return reader.lines().map(LabelledAgents::agent).toList();
        }
    }

    private static LabelledAgent agent(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            return new LabelledAgent(
                    json.get("source").asText(),
                    json.get("label").asText(),
                    json.get("user_agent").asText());
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    public record LabelledAgent(String source, String label, String userAgent) {

        /** Yauaa's labels are its own answers: no measure for a classifier that asks yauaa. */
        boolean isYauaas() {
            return source.equals("yauaa");
        }
    }
}
