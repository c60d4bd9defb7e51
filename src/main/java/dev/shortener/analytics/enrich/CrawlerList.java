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
    private final List<String> plainTexts = new ArrayList<>();
    private final TextIndex required = new TextIndex();
    private final List<TextPattern> expressions = new ArrayList<>();
    private final List<String> notations = new ArrayList<>();
    private final BitSet alwaysTried = new BitSet();

    private CrawlerList() {}

    static CrawlerList read(DataFile file) {
        CrawlerList list = new CrawlerList();
        file.readJson(json -> {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.FIELD_NAME
                        && json.currentName().equals("pattern")) {
                    list.add(file, json);
                }
            }
            if (list.notations.isEmpty() && list.plainTexts.isEmpty()) {
                file.faultAt(json, "there is no pattern; allowed: objects with a member pattern");
            }
        });
        return list;
    }

    /** The pattern of the list that is in the user agent; null if none is. */
    @Nullable
    String firstMatch(String userAgent) {
        int text = plain.firstIn(userAgent);
        if (text >= 0) {
            return plainTexts.get(text);
        }
        BitSet tried = required.numbersIn(userAgent);
        tried.or(alwaysTried);
        for (int i = tried.nextSetBit(0); i >= 0; i = tried.nextSetBit(i + 1)) {
            if (expressions.get(i).isIn(userAgent)) {
                return notations.get(i);
            }
        }
        return null;
    }

    private void add(DataFile file, JsonParser json) throws IOException {
        String expression = json.nextTextValue();
        if (expression == null || expression.isEmpty()) {
            file.faultAt(json, "the pattern is no text; allowed: an expression of RE2's syntax");
            return;
        }
        try {
            add(expression);
        } catch (IllegalArgumentException unusable) {
            file.faultAt(json, String.valueOf(unusable.getMessage()));
        }
    }

    private void add(String expression) {
        String text = plainText(expression);
        if (text == null || text.length() < 2) {
            addExpression(expression);
        } else {
            plain.add(text, plainTexts.size());
            plainTexts.add(text);
        }
    }

    private void addExpression(String expression) {
        TextPattern pattern = TextPattern.expression(expression);
        List<String> texts = pattern.requires();
        texts.forEach(text -> required.add(text, expressions.size()));
        alwaysTried.set(expressions.size(), texts.isEmpty());
        expressions.add(pattern);
        notations.add(expression);
    }

    /** The text that is the only match of an expression; null if it has others. */
    private static @Nullable String plainText(String expression) {
        String plain = expression.replaceAll("\\\\([^A-Za-z0-9])", "$1");
        String unescaped = expression.replaceAll("\\\\[^A-Za-z0-9]", "");
        boolean hasMeta = unescaped.chars().anyMatch(c -> META_CHARACTERS.indexOf(c) >= 0);
        return hasMeta ? null : plain;
    }
}
