package dev.shortener.analytics.enrich;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The published list of programs that fetch pages. Immutable.
 *
 * <p>Nearly all of its 1,500 patterns are plain text. These are found by their first three characters, in one walk over the user
 * agent instead of 1,500.
 */
final class CrawlerList {

    private static final int KEY_CHARS = 3;
    private static final String META_CHARACTERS = "[](){}.*+?^$|\\";

    private final Map<Long, List<String>> plainByStart = new HashMap<>();
    private final List<TextPattern> expressions = new ArrayList<>();

    private CrawlerList() {}

    /**
     * @throws IOException if the file is absent or malformed
     */
    static CrawlerList read(DataFile file) throws IOException {
        CrawlerList list = new CrawlerList();
        try (JsonParser json = file.json()) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.FIELD_NAME
                        && json.currentName().equals("pattern")) {
                    list.add(json.nextTextValue());
                }
            }
        }
        return list;
    }

    /** Whether any pattern of the list is in the user agent. */
    boolean names(String userAgent) {
        for (int at = 0; at + KEY_CHARS <= userAgent.length(); at++) {
            List<String> candidates = plainByStart.get(key(userAgent, at));
            if (candidates != null && startsWithAny(userAgent, at, candidates)) {
                return true;
            }
        }
        return expressions.stream().anyMatch(pattern -> pattern.isIn(userAgent));
    }

    private void add(String expression) {
        String plain = plainText(expression);
        if (plain == null || plain.length() < KEY_CHARS) {
            expressions.add(TextPattern.expression(expression));
        } else {
            plainByStart
                    .computeIfAbsent(key(plain, 0), key -> new ArrayList<>())
                    .add(plain);
        }
    }

    /** The text that is the only match of an expression; null if it has others. */
    private static @Nullable String plainText(String expression) {
        String plain = expression.replaceAll("\\\\([^A-Za-z0-9])", "$1");
        String unescaped = expression.replaceAll("\\\\[^A-Za-z0-9]", "");
        boolean hasMeta = unescaped.chars().anyMatch(c -> META_CHARACTERS.indexOf(c) >= 0);
        return hasMeta ? null : plain;
    }

    private static boolean startsWithAny(String text, int at, List<String> candidates) {
        for (String candidate : candidates) {
            if (text.startsWith(candidate, at)) {
                return true;
            }
        }
        return false;
    }

    private static long key(String text, int at) {
        return (long) text.charAt(at) << 32 | (long) text.charAt(at + 1) << 16 | text.charAt(at + 2);
    }
}
