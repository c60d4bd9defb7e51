package dev.shortener.analytics.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes a keyword/value string apart, such as {@code host=localhost password='a b'}. Stateless. The grammar is libpq's. */
final class DataSourceKeywords {

    private static final Pattern PAIR = Pattern.compile(
            "\\G\\s*([^\\s='\\\\]{1,64}+)\\s*=\\s*(?:'((?:[^'\\\\]|\\\\.)*+)'(?=\\s|$)|((?:[^\\s'\\\\]|\\\\.)*+)(?=\\s|$))\\s*",
            Pattern.DOTALL);
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)", Pattern.DOTALL);

    private DataSourceKeywords() {}

    /** Parameters by libpq's names; an empty value counts as left out. */
    static Map<String, String> parameters(String text) throws DataSourceSyntaxException {
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher matcher = PAIR.matcher(text);
        int end = 0;
        while (end < text.length() && matcher.find()) {
            String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
            if (!value.isEmpty()) {
                parameters.put(matcher.group(1), ESCAPE.matcher(value).replaceAll("$1"));
            }
            end = matcher.end();
        }
        if (end < text.length() || parameters.isEmpty()) {
            throw new DataSourceSyntaxException("is neither a postgres:// URL nor a keyword/value string such as"
                    + " host=localhost user=me password='a b' dbname=shortener");
        }
        return parameters;
    }
}
