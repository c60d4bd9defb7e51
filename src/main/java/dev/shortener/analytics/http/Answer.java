package dev.shortener.analytics.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is said to a question, as JSON or, where it is a list and {@code Accept} asks for it, as CSV (RFC 4180). Immutable.
 *
 * @param json all of it
 * @param list name of the member that is the list; null if there is none
 * @param columns of the list's members, in their order
 */
record Answer(JsonObject json, @Nullable String list, List<String> columns) {

    static final String JSON = "application/json";
    static final String CSV = "text/csv";

    /** Counts change all the time: they may be kept, but must be asked about, and are told apart by their ETag. */
    private static final String CACHING = "private, max-age=1";

    private static final int TAG_LENGTH = 32;

    static Answer of(JsonObject json) {
        return new Answer(json, null, List.of());
    }

    void give(RoutingContext request) {
        String type = type(request.request().getHeader("Accept"));
        if (type == null) {
            Problem.notAcceptable(request.request().getHeader("Accept"), list == null ? JSON : JSON + ", " + CSV)
                    .answer(request);
            return;
        }
        String body = type.equals(CSV) ? csv() : json.encode();
        String tag = '"' + digest(body) + '"';
        request.response()
                .putHeader("ETag", tag)
                .putHeader("Cache-Control", CACHING)
                .putHeader("Vary", "Accept");
        if (isKnown(request.request().getHeader("If-None-Match"), tag)) {
            request.response().setStatusCode(304).end();
            return;
        }
        request.response()
                .putHeader("Content-Type", type.equals(CSV) ? CSV + "; charset=utf-8; header=present" : JSON)
                .end(body);
    }

    /** Null if it is offered in no format that is accepted. Preferences beyond that are not looked at. */
    private @Nullable String type(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return JSON;
        }
        if (accept.contains(CSV) && list != null && !accept.contains(JSON)) {
            return CSV;
        }
        boolean takesJson = accept.contains(JSON) || accept.contains("*/*") || accept.contains("application/*");
        return takesJson ? JSON : list != null && accept.contains("text/*") ? CSV : null;
    }

    private static boolean isKnown(@Nullable String known, String tag) {
        return known != null && (known.equals("*") || known.contains(tag));
    }

    private String csv() {
        StringBuilder text = new StringBuilder(String.join(",", columns)).append("\r\n");
        JsonArray rows = json.getJsonArray(String.valueOf(list));
        for (int row = 0; row < rows.size(); row++) {
            JsonObject values = rows.getJsonObject(row);
            text.append(columns.stream()
                            .map(column -> quoted(String.valueOf(values.getValue(column, ""))))
                            .collect(Collectors.joining(",")))
                    .append("\r\n");
        }
        return text.toString();
    }

    private static String quoted(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }

    private static String digest(String body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, TAG_LENGTH);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java runtime has SHA-256", missing);
        }
    }
}
