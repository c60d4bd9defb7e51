package dev.shortener.analytics.config;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes a {@code postgres://} URL apart into libpq's parameters. Stateless. The last {@code @} before the path ends user and password, and a
 * {@code +} in the query is a space, both as Go reads URLs.
 */
final class DataSourceUrl {

    private static final Pattern URL =
            Pattern.compile("(?i:postgres|postgresql)://([^/?#]*)(?:/([^?#]*))?(?:\\?([^#]*))?");
    private static final Pattern ADDRESS = Pattern.compile("(\\[[^]]*]|[^:]*)(?::(.*))?", Pattern.DOTALL);

    private DataSourceUrl() {}

    /** Parameters by libpq's names; what the URL leaves out is left out. */
    static Map<String, String> parameters(String url) throws DataSourceSyntaxException {
        Matcher matcher = URL.matcher(url);
        if (!matcher.matches()) {
            throw new DataSourceSyntaxException(
                    "is no postgres:// URL; a / ? # or % in the password is written %2F %3F %23 %25");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        addAuthority(parameters, matcher.group(1));
        put(parameters, "dbname", decode(orEmpty(matcher.group(2)), "database name"));
        addQuery(parameters, orEmpty(matcher.group(3)));
        return parameters;
    }

    private static void addAuthority(Map<String, String> parameters, String authority)
            throws DataSourceSyntaxException {
        int at = authority.lastIndexOf('@');
        if (at >= 0) {
            addCredentials(parameters, authority.substring(0, at));
        }
        String address = authority.substring(at + 1);
        if (address.contains(",")) {
            throw new DataSourceSyntaxException("names several hosts; allowed: one");
        }
        Matcher matcher = ADDRESS.matcher(address);
        if (!matcher.matches()) {
            throw new DataSourceSyntaxException("has an unreadable host; an IPv6 address stands in brackets");
        }
        put(parameters, "host", withoutBrackets(decode(matcher.group(1), "host")));
        put(parameters, "port", orEmpty(matcher.group(2)));
    }

    private static void addCredentials(Map<String, String> parameters, String credentials)
            throws DataSourceSyntaxException {
        int colon = credentials.indexOf(':');
        put(parameters, "user", decode(colon < 0 ? credentials : credentials.substring(0, colon), "user"));
        put(parameters, "password", decode(colon < 0 ? "" : credentials.substring(colon + 1), "password"));
    }

    private static void addQuery(Map<String, String> parameters, String query) throws DataSourceSyntaxException {
        for (String pair : query.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw new DataSourceSyntaxException(
                        "has a parameter without name or value; allowed: ?name=value&name=value");
            }
            String value = pair.substring(equals + 1).replace('+', ' ');
            put(parameters, decode(pair.substring(0, equals), "parameter's name"), decode(value, "parameter's value"));
        }
    }

    private static void put(Map<String, String> parameters, String name, String value) {
        if (!value.isEmpty()) {
            parameters.put(name, value);
        }
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String decode(String text, String what) throws DataSourceSyntaxException {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int at = 0; at < text.length(); ) {
            int next = text.indexOf('%', at);
            int end = next < 0 ? text.length() : next;
            bytes.writeBytes(text.substring(at, end).getBytes(StandardCharsets.UTF_8));
            at = end;
            if (at < text.length()) {
                bytes.write(decodedByte(text, at, what));
                at += 3;
            }
        }
        return utf8(bytes.toByteArray(), what);
    }

    private static int decodedByte(String text, int percent, String what) throws DataSourceSyntaxException {
        int high = percent + 1 < text.length() ? Character.digit(text.charAt(percent + 1), 16) : -1;
        int low = percent + 2 < text.length() ? Character.digit(text.charAt(percent + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw badEncoding(what);
        }
        return high * 16 + low;
    }

    private static String utf8(byte[] bytes, String what) throws DataSourceSyntaxException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw badEncoding(what);
        }
    }

    private static DataSourceSyntaxException badEncoding(String what) {
        return new DataSourceSyntaxException("has a badly percent-encoded " + what + "; a literal % is written %25");
    }
}
