package dev.shortener.analytics.enrich;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The published list of programs that fetch pages. Immutable.
 *
 * <p>Nearly all of its 1,500 patterns are plain text, found in one walk over the user agent; an expression is tried only where a
 * text is that all its matches have.
 */
final class CrawlerList {

    private static final String META_CHARACTERS = "[](){}.*+?^$|\\";

    private final TextIndex plain = new TextIndex();
    private final TextIndex required = new TextIndex();
    private final List<TextPattern> expressions = new ArrayList<>();
    private final BitSet alwaysTried = new BitSet();

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
        if (plain.anyIn(userAgent)) {
            return true;
        }
        BitSet tried = required.numbersIn(userAgent);
        tried.or(alwaysTried);
        return tried.stream().anyMatch(i -> expressions.get(i).isIn(userAgent));
    }

    private void add(String expression) {
        String text = plainText(expression);
        if (text == null || text.length() < 2) {
            addExpression(TextPattern.expression(expression));
        } else {
            plain.add(text, 0);
        }
    }

    private void addExpression(TextPattern pattern) {
        List<String> texts = pattern.requires();
        texts.forEach(text -> required.add(text, expressions.size()));
        alwaysTried.set(expressions.size(), texts.isEmpty());
        expressions.add(pattern);
    }

    /** The text that is the only match of an expression; null if it has others. */
    private static @Nullable String plainText(String expression) {
        String plain = expression.replaceAll("\\\\([^A-Za-z0-9])", "$1");
        String unescaped = expression.replaceAll("\\\\[^A-Za-z0-9]", "");
        boolean hasMeta = unescaped.chars().anyMatch(c -> META_CHARACTERS.indexOf(c) >= 0);
        return hasMeta ? null : plain;
    }
}
