package dev.shortener.analytics.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what is wrong with a JSON text before Vert.x reads it, a key written twice included. Stateless. */
final class JsonSyntax {

    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonSyntax() {}

    /** Half a sentence that shows no value; empty if the text is one object. */
    static Optional<String> fault(String text) {
        try (JsonParser parser = STRICT.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return Optional.of("is empty; allowed: an object of keys");
            }
            if (first != JsonToken.START_OBJECT) {
                return Optional.of("is no object of keys, but a list or a single value");
            }
            parser.skipChildren();
            return parser.nextToken() == null ? Optional.empty() : Optional.of("goes on after its object");
        } catch (JsonProcessingException e) {
            return Optional.of("is no JSON" + place(e.getLocation()) + duplicate(e));
        } catch (IOException e) {
            return Optional.of("cannot be read");
        }
    }

    private static String duplicate(JsonProcessingException failure) {
        return failure.getOriginalMessage().startsWith("Duplicate field") ? ": a key stands twice" : "";
    }

    private static String place(@Nullable JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
